/** Fake timers of jest that leave all but `Date` alone: timers and the network work as ever. */
export const ONLY_DATE: NonNullable<Parameters<typeof jest.useFakeTimers>[0]> = {
	doNotFake: [
		'hrtime',
		'nextTick',
		'performance',
		'queueMicrotask',
		'setImmediate',
		'clearImmediate',
		'setInterval',
		'clearInterval',
		'setTimeout',
		'clearTimeout',
	],
};
