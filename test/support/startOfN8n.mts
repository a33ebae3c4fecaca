/** Each test begins like an n8n that has just been installed, with nothing remembered from the test before it. */
import { forgetProcess } from '../../nodes/shared/processMemory.ts';
import { forgetProcessed } from './deduplication.mts';

beforeEach(() => {
	forgetProcess();
	forgetProcessed();
});
