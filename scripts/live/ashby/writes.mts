/** Facts about Ashby that need writes: four notes on a test candidate, and a webhook. */
import type { IDataObject } from 'n8n-workflow';
import type { Application, Candidate, Note, Webhook } from '../../../nodes/Ashby/client/types.ts';
import { compare, findLaterPages, watchChanges } from './changes.mts';
import type { AshbySession } from './reads.mts';
import { firstPages, MOST_PAGES, READS } from './reads.mts';

const PING_LOOKS = 10;
const PING_PAUSE_MS = 1_000;
const STAYS = 'Ashby’s API cannot remove a note.';
/** Elements that Ashby's description of candidate.createNote lists, then others. */
const SUPPORTED = ['b', 'i', 'u', 'code'];
const UNSUPPORTED = ['p', 'h1', 'strong', 'em', 'div', 'span'];
const ALL = [...SUPPORTED, 'a', 'ul', 'ol', 'pre', ...UNSUPPORTED];
const inElement = (name: string) => `<${name}>live-${name}</${name}>`;
const HTML = `npm run live tries which HTML stays:
${SUPPORTED.map(inElement).join('\n')}
<a href="https://example.com/">live-a</a>
<ul><li>live-ul</li></ul>
<ol><li>live-ol</li></ol>
<pre>live-pre-1
live-pre-2</pre>
${UNSUPPORTED.map(inElement).join('\n')}
live-line-1
live-line-2`;
const PLAIN = 'npm run live tries line breaks:\nlive-plain-1\nlive-plain-2\n\nlive-plain-3';
const MIDDLE = 'npm run live tries a note that is written while notes are listed';

async function writeNote(ashby: AshbySession, note: string | IDataObject): Promise<Note> {
	const { candidateId } = ashby.options;
	const { results } = await ashby.client.call<Note>('candidate.createNote', { candidateId, note });
	ashby.remains.push('a note on the test candidate in Ashby: delete it there by hand');
	const { email } = results.author ?? {};
	if (email) ashby.tell('ashby-note-author', email.endsWith('@ashbyhq.com'));
	return results;
}

/** The first pages, from a cursor on or of the changes since a token. */
async function listNotes({ client, options }: AshbySession, from: IDataObject = {}) {
	const body = { ...from, candidateId: options.candidateId };
	return await firstPages<Note>(client, 'candidate.listNotes', body);
}

/** Writes a note of two lines with these names. @returns its content as listed afterwards */
async function tryLines(
	ashby: AshbySession,
	id: string,
	note: string | IDataObject,
	line: string,
): Promise<string> {
	const written = await writeNote(ashby, note);
	const { rows } = await listNotes(ashby);
	const listed = rows.find((each) => each.id === written.id);
	const content = listed?.content ?? written.content ?? '';
	const isKept = new RegExp(`${line}-1[ \\t]*\\r?\\n\\s*${line}-2`).test(content);
	const isSpace = new RegExp(`${line}-1[ \\t]+${line}-2`).test(content);
	ashby.tell(id, [isKept, isSpace]);
	return content;
}

async function tryHtml(ashby: AshbySession): Promise<void> {
	const { client, options } = ashby;
	const [newlines, changes] = ['ashby-html-newlines', 'ashby-note-changes-application'];
	const ofHtml = ['ashby-note-content', 'ashby-note-author', 'ashby-html-elements'];
	const writes = `A note with each element of HTML, on the candidate you named. It stays: ${STAYS}`;
	const says =
		'an HTML note. The candidate, one application before and after, the note, and what the token shows';
	const facts = [...ofHtml, newlines, changes];
	if (!(await ashby.askToWrite(writes, says, 8 + MOST_PAGES, facts))) return;
	const candidate = await client.call<Candidate>('candidate.info', { id: options.candidateId });
	const applicationId = candidate.results.applicationIds?.[0];
	const changedAt = async () =>
		(await client.call<Application>('application.info', { applicationId })).results.updatedAt;
	const before = applicationId && (await changedAt());
	const note = { type: 'text/html', value: HTML };
	findHtml(ashby, await tryLines(ashby, newlines, note, 'live-line'));
	if (!applicationId) return;
	const isChanged = before !== (await changedAt());
	ashby.tell(changes, isChanged);
	if (isChanged) await compare(ashby, [{ id: applicationId }]);
}

function findHtml({ tell }: AshbySession, content: string): void {
	const hasTag = (name: string) => new RegExp(`<${name}[\\s>]`, 'i').test(content);
	const hasText = (name: string) => new RegExp(`live-${name}(?![a-z])`).test(content);
	const isBare = (name: string) => !hasTag(name) && hasText(name);
	const isGone = (name: string) => !hasTag(name) && !hasText(name);
	const listed = (is: (name: string) => boolean) => {
		const names = ALL.filter(is).map((name) => `\`<${name}>\``);
		return names.join(' ') || 'none';
	};
	const how = `Stay: ${listed(hasTag)}; text only: ${listed(isBare)}; gone: ${listed(isGone)}`;
	tell('ashby-note-content', [hasTag('b'), isBare('b')], how);
	tell('ashby-html-elements', [UNSUPPORTED.every(isBare), UNSUPPORTED.every(isGone)], how);
}

async function tryPlain(ashby: AshbySession): Promise<void> {
	const id = 'ashby-plain-newlines';
	const writes = `A plain-text note of several lines, on the same candidate. It stays: ${STAYS}`;
	const says = 'a plain-text note. The note, and the candidate’s newest notes';
	if (!(await ashby.askToWrite(writes, says, 1 + MOST_PAGES, [id]))) return;
	await tryLines(ashby, id, PLAIN, 'live-plain');
}

/** Lists one note, writes another, and lists the rest: does the final token show the other one again? */
async function tryMiddle(ashby: AshbySession): Promise<void> {
	const { client, tell } = ashby;
	const { candidateId } = ashby.options;
	const covers = 'ashby-token-covers';
	const writes = `Two more short notes, the first of them while the notes are being listed. They stay: ${STAYS}`;
	const says =
		'a note in the middle. The notes page by page, the note, and what the token of the listing shows';
	const facts = [covers, 'ashby-token-later-pages'];
	if (!(await ashby.askToWrite(writes, says, 6 + 3 * MOST_PAGES, facts))) return;
	const { syncToken: earlier } = await listNotes(ashby);
	const listing = await client.call('candidate.listNotes', { candidateId, limit: 1 });
	if (!listing.nextCursor) return;
	const note = await writeNote(ashby, MIDDLE);
	if (earlier) {
		// Requires two changes since the token: the note above and another one.
		await writeNote(ashby, `${MIDDLE}, and another`);
		await findLaterPages(ashby, 'candidate.listNotes', { candidateId, syncToken: earlier });
	}
	const isNote = (each: Note) => each.id === note.id;
	const { rows, syncToken } = await listNotes(ashby, { cursor: listing.nextCursor });
	// Otherwise, the listing didn't come to the note that was written meanwhile.
	if (!syncToken || !rows.some(isNote)) return;
	const isShown = (await listNotes(ashby, { syncToken })).rows.some(isNote);
	tell(covers, isShown);
	if (isShown) tell('ashby-token-last-page', true, 'The token shows the note once more');
}

/** A type of event that hardly ever happens, since only the ping matters. */
async function tryWebhook({ client, receiver, ...ashby }: AshbySession): Promise<void> {
	if (!receiver) return;
	const id = 'ashby-ping';
	const writes = 'A webhook to the address you gave, for its ping. It is removed afterwards.';
	if (!(await ashby.askToWrite(writes, 'a webhook. The webhook, and its removal', 2, [id]))) return;
	ashby.remains.push('a webhook in Ashby: delete it there by hand');
	const { results: webhook } = await client.call<Webhook>('webhook.create', {
		webhookType: 'surveySubmit',
		requestUrl: receiver.addressOf('ashby'),
		secretToken: receiver.secret,
	});
	try {
		const isAwaited = receiver.at('ashby').length > 0;
		for (let looks = 0; looks < PING_LOOKS && receiver.at('ashby').length === 0; looks++) {
			await ashby.around.wait(PING_PAUSE_MS);
		}
		const [ping] = receiver.at('ashby');
		if (!ping) return;
		ashby.tell(id, isAwaited, `The ping was ${ping.isSigned ? 'well' : 'not well'} signed`);
	} finally {
		await client.call('webhook.delete', { webhookId: webhook.id });
		ashby.remains.pop();
	}
}

export const ASHBY_GROUPS = [...READS, tryHtml, tryPlain, tryMiddle, tryWebhook, watchChanges];
