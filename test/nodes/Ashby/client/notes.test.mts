import { contains } from '../../../../nodes/Ashby/client/notes.ts';

test.each([
	['Invited (8e6f-0a52)', '8e6f-0a52'],
	['<b>Invited</b><ul><li>8e6f-0a52</li></ul>', '8e6f-0a52'],
	['Invited   to\nthe interview', 'Invited to the interview'],
	['Invited to the interview', ' Invited\n\nto the  interview '],
	['<b>Invited</b> to <i>the</i> interview', 'Invited to the interview'],
	['Ada &amp; Co &lt;x&gt; &#39;a&#x27; &quot;b&quot;', `Ada & Co <x> 'a' "b"`],
	['Ada &amp; Co', 'Ada &amp; Co'],
	['a&nbsp;b', 'a b'],
	['<b>x</b>', '<b>x</b>'],
	['a < b', 'a < b'],
])('%j contains %j', (content, text) => {
	expect(contains({ content }, text)).toBe(true);
});

test.each([
	['Invited (8e6f-0a52)', '8e6f-0a53'],
	['Invited', 'invited'],
	['Invitedto', 'Invited to'],
	['', 'x'],
	[null, 'x'],
	[undefined, 'x'],
	['', ''],
	['Invited', ' '],
	['&#x110000;', 'q'],
])('%j does not contain %j', (content, text) => {
	expect(contains({ content }, text)).toBe(false);
});

test.each([
	['beginnings of elements', '<'.repeat(300_000)],
	['beginnings with letters', '<a '.repeat(100_000)],
	['beginnings of comments', '<!--'.repeat(100_000)],
	['beginnings of entities', '&#'.repeat(150_000)],
	['an endless entity', `&${'a'.repeat(300_000)}`],
	['blanks', ' '.repeat(300_000)],
])('a note of %s takes no time', (_what, content) => {
	const began = performance.now();
	expect(contains({ content }, 'x')).toBe(false);
	expect(performance.now() - began).toBeLessThan(1000);
});
