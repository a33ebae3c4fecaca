import { playPart, TIMEOUT_MS } from './stageTrigger.setUp.mts';

test(
	'every entry is returned exactly once, whatever happens: the first half of the scripts',
	async () => await playPart(0),
	TIMEOUT_MS,
);
