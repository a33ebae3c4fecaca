/** Facts about Ashby that need writes: four notes on a test candidate, and a webhook. */
import type { IDataObject } from 'n8n-workflow';
import type { AshbyClient } from '../../../nodes/Ashby/client/client.ts';
import type { Application, Candidate, Note, Webhook } from '../../../nodes/Ashby/client/types.ts';
import type { Receiver } from '../receiver.mts';
import type { Session } from '../session.mts';
import { compare, findLaterPages } from './changes.mts';
import { findHtml, findPlain, HTML_NOTE, MIDDLE_NOTE, PLAIN_NOTE } from './notes.mts';
import { firstPages, MOST_PAGES } from './pages.mts';
import type { NarrowedToken } from './reads.mts';

const PING_LOOKS = 10;
const PING_PAUSE_MS = 1_000;
const STAYS = 'Ashby’s API cannot remove a note.';

export async function writeAshby(
	session: Session,
	client: AshbyClient,
	candidateId: string,
	narrowed: NarrowedToken | undefined,
): Promise<void> {
	const notes = new Notes(session, client, candidateId);
	await tryHtml(session, client, notes, narrowed);
	await tryPlain(session, notes);
	await tryInTheMiddle(session, client, notes);
	if (session.receiver) await tryWebhook(session, client, session.receiver);
}

/** The notes of the test candidate. */
class Notes {
	constructor(
		private readonly session: Session,
		private readonly client: AshbyClient,
		readonly candidateId: string,
	) {}

	async write(note: string | IDataObject): Promise<Note> {
		const body = { candidateId: this.candidateId, note };
		const { results } = await this.client.call<Note>('candidate.createNote', body);
		this.session.remains.push('a note on the test candidate in Ashby: delete it there by hand');
		const id = 'ashby-note-author';
		const { email } = results.author ?? {};
		if (email) {
			const isAshbys = email.endsWith('@ashbyhq.com');
			const how = `The author's address ${isAshbys ? 'ends' : 'does not end'} in ashbyhq.com`;
			this.session.findings.settle(id, isAshbys ? 'A' : 'B', how);
		} else this.session.findings.notShown([id], 'The note names no author');
		return results;
	}

	/** The first pages, from a cursor on or of the changes since a token. */
	async list(from: { cursor?: string; syncToken?: string } = {}) {
		const body = { ...from, candidateId: this.candidateId };
		return await firstPages<Note>(this.client, 'candidate.listNotes', body);
	}

	/** Writes a note and returns its content as listed afterwards. */
	async writeAndRead(note: string | IDataObject): Promise<string> {
		const { id, content } = await this.write(note);
		const { rows } = await this.list();
		return rows.find((each) => each.id === id)?.content ?? content ?? '';
	}
}

async function tryHtml(
	session: Session,
	client: AshbyClient,
	notes: Notes,
	narrowed: NarrowedToken | undefined,
): Promise<void> {
	const id = 'ashby-note-changes-application';
	const group = {
		title: 'an HTML note',
		asks: 'The candidate, one application before and after, the note, and what the token shows',
		atMost: 8 + MOST_PAGES,
		facts: [
			'ashby-note-content',
			'ashby-note-author',
			'ashby-html-elements',
			'ashby-html-newlines',
			id,
		],
		writes: `A note with each element of HTML, on the candidate you named. It stays: ${STAYS}`,
	};
	await session.ask(group, async () => {
		const body = { id: notes.candidateId };
		const { results: candidate } = await client.call<Candidate>('candidate.info', body);
		const applicationId = candidate.applicationIds?.[0];
		const changedAt = async () =>
			(await client.call<Application>('application.info', { applicationId })).results.updatedAt;
		const before = applicationId && (await changedAt());
		findHtml(session.findings, await notes.writeAndRead({ type: 'text/html', value: HTML_NOTE }));
		if (!applicationId) return 'The candidate has no application';
		const isChanged = before !== (await changedAt());
		const how = `updatedAt of the application ${isChanged ? 'changed' : 'stayed'}`;
		session.findings.settle(id, isChanged ? 'A' : 'B', how);
		if (isChanged && narrowed) await compare(session, client, narrowed, [applicationId]);
		return undefined;
	});
}

async function tryPlain(session: Session, notes: Notes): Promise<void> {
	const group = {
		title: 'a plain-text note',
		asks: 'The note, and the candidate’s newest notes',
		atMost: 1 + MOST_PAGES,
		facts: ['ashby-plain-newlines'],
		writes: `A plain-text note of several lines, on the same candidate. It stays: ${STAYS}`,
	};
	await session.ask(group, async () => {
		findPlain(session.findings, await notes.writeAndRead(PLAIN_NOTE));
	});
}

/** Lists one note, writes another, and lists the rest: does the final token show the other one again? */
async function tryInTheMiddle(session: Session, client: AshbyClient, notes: Notes): Promise<void> {
	const { findings } = session;
	const id = 'ashby-token-covers';
	const group = {
		title: 'a note in the middle',
		asks: 'The notes page by page, the note, and what the token of the listing shows',
		atMost: 6 + 3 * MOST_PAGES,
		facts: [id, 'ashby-token-later-pages'],
		writes: `Two more short notes, the first of them while the notes are being listed. They stay: ${STAYS}`,
	};
	await session.ask(group, async () => {
		const { candidateId } = notes;
		const { token: earlier } = await notes.list();
		const listing = await client.call('candidate.listNotes', { candidateId, limit: 1 });
		if (!listing.nextCursor) return 'The candidate has one note only';
		const note = await notes.write(MIDDLE_NOTE);
		if (earlier) {
			// Requires two changes since the token: the note above and another one.
			await notes.write(`${MIDDLE_NOTE}, and another`);
			const body = { candidateId, syncToken: earlier };
			await findLaterPages(session, client, 'candidate.listNotes', body);
		}
		const isNote = (each: Note) => each.id === note.id;
		const { rows, token } = await notes.list({ cursor: listing.nextCursor });
		if (!token || !rows.some(isNote)) {
			return 'The listing did not come to the note that was written meanwhile';
		}
		const isShown = (await notes.list({ syncToken: token })).rows.some(isNote);
		const how = `The token ${isShown ? 'shows' : 'does not show'} the note once more`;
		findings.settle(id, isShown ? 'A' : 'B', how);
		if (isShown) findings.settle('ashby-token-last-page', 'A', how);
		return undefined;
	});
}

/** A type of event that hardly ever happens, since only the ping matters. */
async function tryWebhook(
	session: Session,
	client: AshbyClient,
	receiver: Receiver,
): Promise<void> {
	const group = {
		title: 'a webhook',
		asks: 'The webhook, and its removal',
		atMost: 2,
		facts: ['ashby-ping'],
		writes: 'A webhook to the address you gave, for its ping. It is removed afterwards.',
	};
	await session.ask(group, async () => {
		session.remains.push('a webhook in Ashby: delete it there by hand');
		const { results: webhook } = await client.call<Webhook>('webhook.create', {
			webhookType: 'surveySubmit',
			requestUrl: receiver.addressOf('ashby'),
			secretToken: receiver.secret,
		});
		try {
			const isAwaited = receiver.of('ashby').length > 0;
			for (let looks = 0; looks < PING_LOOKS && receiver.of('ashby').length === 0; looks++) {
				await session.around.wait(PING_PAUSE_MS);
			}
			const [ping] = receiver.of('ashby');
			if (!ping) return 'No ping came to the address';
			const how = `The ping came ${isAwaited ? 'before' : 'after'} the answer, ${ping.isSigned ? 'well' : 'not well'} signed`;
			session.findings.settle('ashby-ping', isAwaited ? 'A' : 'B', how);
			return undefined;
		} finally {
			await client.call('webhook.delete', { webhookId: webhook.id });
			session.remains.pop();
		}
	});
}
