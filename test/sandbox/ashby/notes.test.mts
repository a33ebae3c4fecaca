import { stripHtml, textOfHtml } from './notes.mts';
import { startAshby, stopAshby } from './setUp.mts';
import type { AshbyTest } from './setUp.mts';
import type { AshbySwitches } from './types.mts';

afterEach(stopAshby);

const strip = (html: string, switches: Partial<AshbySwitches> = {}): string =>
	stripHtml(html, { htmlStrip: 'tag', bareNewlines: 'kept', ...switches });

describe('stripping', () => {
	it('keeps the supported elements, and no attribute except a link’s address', () => {
		const kept =
			'<b>b</b><i>i</i><u>u</u><ul><li>1</li></ul><ol><li>2</li></ol><code>c</code><pre>p</pre>';
		expect(strip(kept)).toBe(kept);
		expect(strip('<B class="x" onclick=\'y\'>b</B>')).toBe('<b>b</b>');
		expect(strip('<a target="_blank" href="https://a.example/?b=1&amp;c">l</a>')).toBe(
			'<a href="https://a.example/?b=1&amp;c">l</a>',
		);
		expect(strip('<a href=https://a.example/>l</a>')).toBe('<a href="https://a.example/">l</a>');
		expect(strip('<a data-href="https://a.example">l</a>')).toBe('<a>l</a>');
		expect(strip('<a href="javascript:alert(1)">l</a>')).toBe('<a>l</a>');
	});

	it('removes other tags, or whole elements', () => {
		const html =
			'<p>One <strong>two</strong></p><br>three<div><div>four</div> five</div><img src=x>';
		expect(strip(html)).toBe('One twothreefour five');
		expect(strip(html, { htmlStrip: 'element' })).toBe('three');
		expect(strip('<!-- no --><b>x</b><script>y</script>', { htmlStrip: 'element' })).toBe(
			'<b>x</b>',
		);
		expect(strip('<!doctype html><!-- no -->x')).toBe('x');
	});

	it('leaves text unchanged', () => {
		expect(strip('1 < 2 &amp; 3 &lt;b&gt; > 0')).toBe('1 < 2 &amp; 3 &lt;b&gt; > 0');
	});

	it('keeps line breaks, or collapses them outside <pre>', () => {
		const html = 'a\nb\n\n c<pre>d\ne</pre>';
		expect(strip(html)).toBe(html);
		expect(strip(html, { bareNewlines: 'collapsed' })).toBe('a b c<pre>d\ne</pre>');
	});
});

it('converts a note to text', () => {
	const html = '<b>Hi</b> &lt;you&gt; &#39;&#x41;&#39;<ul><li>one</li><li>two</li></ul>end';
	expect(textOfHtml(html)).toBe("Hi <you> 'A'\none\ntwo\nend");
});

describe('candidate.createNote', () => {
	const write = async (ashby: AshbyTest, body: object, key?: string) => {
		const { id: candidateId } = ashby.sandbox.addCandidate({ name: 'Ann' });
		const answer = await ashby.call('/candidate.createNote', { candidateId, ...body }, key);
		return { answer, candidateId };
	};

	it.each([
		['system', 'Ashby'],
		['owner', 'Ada'],
	] as const)(
		'writes plain text unchanged, with its %s as the author',
		async (noteAuthor, firstName) => {
			const ashby = await startAshby({ noteAuthor });
			for (const note of ['<b>1</b>\n2', { type: 'text/plain', value: '<b>1</b>\n2' }]) {
				const { answer, candidateId } = await write(ashby, { note });
				expect(answer.results).toMatchObject({
					content: '<b>1</b>\n2',
					isPrivate: false,
					createdAt: ashby.time.toISOString(),
					author: { firstName },
				});
				expect(ashby.sandbox.notesOf(candidateId)).toMatchObject([
					{ id: answer.results.id, sendNotifications: false },
				]);
			}
		},
	);

	it.each([
		['html', '<b>1</b> 2'],
		['text', '1 2'],
	] as const)('strips HTML, and gives it back as %s', async (noteContent, content) => {
		const ashby = await startAshby({ noteContent });
		const note = { type: 'text/html', value: '<p><b>1</b> 2</p>' };
		const { answer, candidateId } = await write(ashby, { note });
		expect(answer.results.content).toBe(content);
		expect(ashby.sandbox.notesOf(candidateId)[0].content).toBe('<b>1</b> 2');
	});

	it('sets the date and sends notifications', async () => {
		const ashby = await startAshby();
		const body = { note: 'x', createdAt: '2020-01-01T01:00:00+01:00', sendNotifications: true };
		const { answer, candidateId } = await write(ashby, body);
		expect(answer.results.createdAt).toBe('2020-01-01T00:00:00.000Z');
		expect(ashby.sandbox.notesOf(candidateId)[0].sendNotifications).toBe(true);
	});

	it('only writes and lists private notes for keys with access to them', async () => {
		const ashby = await startAshby();
		const sees = ashby.sandbox.addKey({ privateFields: true });
		const body = { note: 'x', isPrivate: true };
		expect((await write(ashby, body)).answer.errorInfo.code).toBe('invalid_input');
		const { answer, candidateId } = await write(ashby, body, sees);
		expect(answer.results.isPrivate).toBe(true);
		const count = async (key: string) =>
			(await ashby.call('/candidate.listNotes', { candidateId }, key)).results.length;
		expect([await count(sees), await count(ashby.key)]).toEqual([1, 0]);
	});

	it('refuses an unknown candidate and an invalid note', async () => {
		const ashby = await startAshby();
		const { candidateId } = await write(ashby, { note: 'x' });
		const code = async (body: object) => await ashby.code('/candidate.createNote', body);
		const unknown = { candidateId: ashby.sandbox.admin.id, note: 'x' };
		expect(await code(unknown)).toBe('candidate_not_found');
		expect(await code({ candidateId, note: { type: 'text/html' } })).toBe('invalid_input');
		expect(await code({ candidateId })).toBe('invalid_input');
	});
});

it('lists notes oldest first, in pages, with a token for each candidate', async () => {
	const ashby = await startAshby();
	const [ann, bob] = ['Ann', 'Bob'].map((name) => ashby.sandbox.addCandidate({ name }).id);
	for (const text of ['1', '2', '3']) {
		ashby.pass({ seconds: 1 });
		ashby.sandbox.addNote(ann, text);
	}
	const path = '/candidate.listNotes';
	const { pages, token: syncToken } = await ashby.listing(path, { candidateId: ann, limit: 2 });
	const contents = pages.flatMap(({ results }) => results.map((note: any) => note.content));
	expect(contents).toEqual(['1', '2', '3']);
	const { id } = ashby.sandbox.addNote(ann, '4');
	expect((await ashby.listing(path, { candidateId: ann, syncToken })).ids).toEqual([id]);
	expect(await ashby.code(path, { candidateId: bob, syncToken })).toBe('sync_token_invalid');
});
