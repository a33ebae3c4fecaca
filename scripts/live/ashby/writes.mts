/** Facts about Ashby that need writes: four notes on a test candidate, and a webhook. */
import type { IDataObject } from 'n8n-workflow';
import type { Application, Candidate, Note, Webhook } from '../../../nodes/Ashby/client/types.ts';
import type { Receiver } from '../receiver.mts';
import { compare, findLaterPages } from './changes.mts';
import type { AshbySession, NarrowedToken } from './reads.mts';
import { firstPages, MOST_PAGES } from './reads.mts';

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

export async function writeAshby(
	ashby: AshbySession,
	candidateId: string,
	narrowed?: NarrowedToken,
): Promise<void> {
	const { client, askToWrite, tell, notShown } = ashby;
	const write = async (note: string | IDataObject) => {
		const { results } = await client.call<Note>('candidate.createNote', { candidateId, note });
		ashby.remains.push('a note on the test candidate in Ashby: delete it there by hand');
		const { email } = results.author ?? {};
		const isAshbys = email?.endsWith('@ashbyhq.com');
		const how = `The author's address ${isAshbys ? 'ends' : 'does not end'} in ashbyhq.com`;
		if (email) tell('ashby-note-author', how, !!isAshbys);
		else notShown(['ashby-note-author'], 'The note names no author');
		return results;
	};
	/** The first pages, from a cursor on or of the changes since a token. */
	const list = async (from: IDataObject = {}) =>
		await firstPages<Note>(client, 'candidate.listNotes', { ...from, candidateId });
	/** Writes a note and returns its content as listed afterwards. */
	const writeAndRead = async (note: string | IDataObject) => {
		const { id, content } = await write(note);
		const { rows } = await list();
		return rows.find((each) => each.id === id)?.content ?? content ?? '';
	};
	const findBreak = (id: string, content: string, line: string) => {
		const isKept = new RegExp(`${line}-1[ \\t]*\\r?\\n\\s*${line}-2`).test(content);
		const isSpace = new RegExp(`${line}-1[ \\t]+${line}-2`).test(content);
		tell(id, 'Two lines were read back', isKept, isSpace);
	};

	const changes = 'ashby-note-changes-application';
	const html = `A note with each element of HTML, on the candidate you named. It stays: ${STAYS}`;
	const asksHtml =
		'an HTML note. The candidate, one application before and after, the note, and what the token shows';
	const ofHtml = [
		'ashby-note-content',
		'ashby-note-author',
		'ashby-html-elements',
		'ashby-html-newlines',
		changes,
	];
	await askToWrite(html, asksHtml, 8 + MOST_PAGES, ofHtml, async (noneShown) => {
		const candidate = await client.call<Candidate>('candidate.info', { id: candidateId });
		const applicationId = candidate.results.applicationIds?.[0];
		const changedAt = async () =>
			(await client.call<Application>('application.info', { applicationId })).results.updatedAt;
		const before = applicationId && (await changedAt());
		const content = await writeAndRead({ type: 'text/html', value: HTML });
		findHtml(ashby, content);
		findBreak('ashby-html-newlines', content, 'live-line');
		if (!applicationId) return noneShown('The candidate has no application');
		const isChanged = before !== (await changedAt());
		tell(changes, `updatedAt of the application ${isChanged ? 'changed' : 'stayed'}`, isChanged);
		if (isChanged && narrowed) await compare(ashby, narrowed, [{ id: applicationId }]);
	});

	const plain = `A plain-text note of several lines, on the same candidate. It stays: ${STAYS}`;
	const asksPlain = 'a plain-text note. The note, and the candidate’s newest notes';
	await askToWrite(plain, asksPlain, 1 + MOST_PAGES, ['ashby-plain-newlines'], async () => {
		findBreak('ashby-plain-newlines', await writeAndRead(PLAIN), 'live-plain');
	});

	// Lists one note, writes another, and lists the rest: does the final token show the other one again?
	const middle = `Two more short notes, the first of them while the notes are being listed. They stay: ${STAYS}`;
	const asksMiddle =
		'a note in the middle. The notes page by page, the note, and what the token of the listing shows';
	const ofMiddle = ['ashby-token-covers', 'ashby-token-later-pages'];
	await askToWrite(middle, asksMiddle, 6 + 3 * MOST_PAGES, ofMiddle, async (noneShown) => {
		const { syncToken: earlier } = await list();
		const listing = await client.call('candidate.listNotes', { candidateId, limit: 1 });
		if (!listing.nextCursor) return noneShown('The candidate has one note only');
		const note = await write(MIDDLE);
		if (earlier) {
			// Requires two changes since the token: the note above and another one.
			await write(`${MIDDLE}, and another`);
			await findLaterPages(ashby, 'candidate.listNotes', { candidateId, syncToken: earlier });
		}
		const isNote = (each: Note) => each.id === note.id;
		const { rows, syncToken } = await list({ cursor: listing.nextCursor });
		if (!syncToken || !rows.some(isNote)) {
			return noneShown('The listing did not come to the note that was written meanwhile');
		}
		const isShown = (await list({ syncToken })).rows.some(isNote);
		const how = `The token ${isShown ? 'shows' : 'does not show'} the note once more`;
		tell('ashby-token-covers', how, isShown);
		if (isShown) tell('ashby-token-last-page', how, true);
	});
	if (ashby.receiver) await tryWebhook(ashby, ashby.receiver);
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
	tell('ashby-note-content', how, hasTag('b'), isBare('b'));
	tell('ashby-html-elements', how, UNSUPPORTED.every(isBare), UNSUPPORTED.every(isGone));
}

/** A type of event that hardly ever happens, since only the ping matters. */
async function tryWebhook({ client, remains, around, ...ashby }: AshbySession, receiver: Receiver) {
	const writes = 'A webhook to the address you gave, for its ping. It is removed afterwards.';
	const says = 'a webhook. The webhook, and its removal';
	await ashby.askToWrite(writes, says, 2, ['ashby-ping'], async (notShown) => {
		remains.push('a webhook in Ashby: delete it there by hand');
		const { results: webhook } = await client.call<Webhook>('webhook.create', {
			webhookType: 'surveySubmit',
			requestUrl: receiver.addressOf('ashby'),
			secretToken: receiver.secret,
		});
		try {
			const isAwaited = receiver.at('ashby').length > 0;
			for (let looks = 0; looks < PING_LOOKS && receiver.at('ashby').length === 0; looks++) {
				await around.wait(PING_PAUSE_MS);
			}
			const [ping] = receiver.at('ashby');
			if (!ping) return notShown('No ping came to the address');
			const how = `The ping came ${isAwaited ? 'before' : 'after'} the answer, ${ping.isSigned ? 'well' : 'not well'} signed`;
			ashby.tell('ashby-ping', how, isAwaited);
		} finally {
			await client.call('webhook.delete', { webhookId: webhook.id });
			remains.pop();
		}
	});
}
