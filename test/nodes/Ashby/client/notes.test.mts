import { contains } from '../../../../nodes/Ashby/client/notes.ts';

test.each([
	['Invited (8e6f-0a52)', '8e6f-0a52', true],
	['<b>Invited</b><ul><li>8e6f-0a52</li></ul>', '8e6f-0a52', true],
	['Invited   to\nthe interview', 'Invited to the interview', true],
	['Invited to the interview', ' Invited\n\nto the  interview ', true],
	['<b>Invited</b> to <i>the</i> interview', 'Invited to the interview', true],
	['Ada &amp; Co &lt;x&gt; &#39;a&#x27; &quot;b&quot;', `Ada & Co <x> 'a' "b"`, true],
	['Ada &amp; Co', 'Ada &amp; Co', true],
	['a&nbsp;b', 'a b', true],
	['<b>x</b>', '<b>x</b>', true],
	['a < b', 'a < b', true],
	['Invited (8e6f-0a52)', '8e6f-0a53', false],
	['Invited', 'invited', false],
	['Invitedto', 'Invited to', false],
	['', 'x', false],
	[null, 'x', false],
	[undefined, 'x', false],
	['', '', false],
	['Invited', ' ', false],
	['&#x110000;', 'q', false],
])('whether %j contains %j: %s', (content, text, does) => {
	expect(contains({ content }, text)).toBe(does);
});

test('a note with an endless entity takes no time', () => {
	const began = performance.now();
	expect(contains({ content: `&${'a'.repeat(300_000)}` }, 'x')).toBe(false);
	expect(performance.now() - began).toBeLessThan(1000);
});
