/** The templates on the canvas of n8n's editor. */
import { canvas } from './editor/canvas.mts';
import { shareEditor } from './editor/shared.mts';

describe('On the canvas,', () => canvas(shareEditor()));
