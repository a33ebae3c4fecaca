/** n8n's editor in a browser, in one n8n: each test opens workflows of its own, and publishes none. */
import { building } from './editor/building.mts';
import { canvas } from './editor/canvas.mts';
import { fields } from './editor/fields.mts';
import { settingUp } from './editor/settingUp.mts';
import type { Shared } from './editor/shared.mts';
import { launchBrowser } from './editor.mts';
import { finish, start } from './setup.mts';

const shared = {} as Shared;

beforeAll(async () => {
	shared.everything = await start();
	shared.browser = await launchBrowser();
});

afterAll(async () => {
	await shared.browser?.close();
	await finish(shared.everything);
});

describe('On the canvas,', () => canvas(shared));
describe('Fields in the editor', () => fields(shared));
describe('The editor, for a workflow builder', () => building(shared));
// Last, because it also creates credentials and moves a candidate.
describe('The editor, for whoever sets a template up', () => settingUp(shared));
