import { playPart, TIMEOUT_MS } from './stageTrigger.setUp.mts';

test(
	'every entry is returned exactly once, whatever happens: the second half of the scripts',
	async () => await playPart(1),
	TIMEOUT_MS,
);
