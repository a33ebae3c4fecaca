/** The nodes and their fields in n8n's editor. */
import { building } from './editor/building.mts';
import { fields } from './editor/fields.mts';
import { settingUp } from './editor/settingUp.mts';
import { shareEditor } from './editor/shared.mts';

const shared = shareEditor();

describe('Fields in the editor', () => fields(shared));
describe('The editor, for a workflow builder', () => building(shared));
// Last, because it also creates credentials and moves a candidate.
describe('The editor, for whoever sets a template up', () => settingUp(shared));
