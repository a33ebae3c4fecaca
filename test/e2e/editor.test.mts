/** The nodes, their fields, and the templates in n8n's editor. */
import { building } from './editor/building.mts';
import { canvas } from './editor/canvas.mts';
import { fields } from './editor/fields.mts';
import { settingUp } from './editor/settingUp.mts';
import { Shared } from './editor/shared.mts';

const shared = new Shared();

describe('Fields in the editor', () => fields(shared));
describe('The editor, for a workflow builder', () => building(shared));
describe('On the canvas,', () => canvas(shared));
// Last, because it also creates credentials and moves a candidate.
describe('The editor, for whoever sets a template up', () => settingUp(shared));
