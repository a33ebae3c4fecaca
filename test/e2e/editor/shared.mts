import type { Browser } from 'playwright-core';
import type { Everything } from '../../../scripts/everything.mts';

/** What the tests of the editor share, because they only look: set before the first of them runs. */
export interface Shared {
	everything: Everything;
	browser: Browser;
}
