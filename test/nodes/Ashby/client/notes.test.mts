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

test('a note with an endless entity takes no time', () => {
	const began = performance.now();
	expect(contains({ content: `&${'a'.repeat(300_000)}` }, 'x')).toBe(false);
	expect(performance.now() - began).toBeLessThan(1000);
});
