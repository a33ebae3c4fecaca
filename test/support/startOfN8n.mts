/** Each test begins like a process of n8n that has just started, with nothing remembered from the test before it. */
import { forgetProcess } from '../../nodes/shared/processMemory.ts';

beforeEach(forgetProcess);
