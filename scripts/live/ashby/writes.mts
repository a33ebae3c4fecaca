/** Facts about Ashby that need writes: three notes on a test candidate, and a webhook. */
import type { IDataObject } from 'n8n-workflow';
import type { AshbyClient } from '../../../nodes/Ashby/client/client.ts';
import { PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type { Application, Candidate, Note, Webhook } from '../../../nodes/Ashby/client/types.ts';
import { isWanted } from '../ask.mts';
import type { Receiver } from '../receiver.mts';
import type { Session } from '../session.mts';
import { compare, findLaterPages } from './changes.mts';
import { fatesIn, findHtml, findPlain, HTML_NOTE, MIDDLE_NOTE, PLAIN_NOTE } from './notes.mts';
import type { Fate } from './notes.mts';
import type { NarrowedToken } from './applications.mts';

const MOST_PAGES = 5;
const PING_LOOKS = 10;
const PING_PAUSE_MS = 1_000;
const STAYS = 'It stays: Ashby’s API cannot remove a note.';

export interface Written {
	/** What happened to each HTML element. */
	fates: [string, Fate][];
	/** What remains afterwards, in words. */
	remains: string[];
}

export async function writeAshby(
	session: Session,
	client: AshbyClient,
	candidateId: string,
	narrowed: NarrowedToken | undefined,
	receiver: Receiver | undefined,
): Promise<Written> {
	const written: Written = { fates: [], remains: [] };
	const notes = new NotesOf(session, client, candidateId, written);
	await notes.writeHtml(narrowed);
	await notes.writePlain();
	await notes.writeInTheMiddle();
	if (receiver) await tryWebhook(session, client, receiver, written);
	else session.findings.notShown('ashby-ping', 'Give --webhook-url to show it');
	return written;
}

class NotesOf {
	constructor(
		private readonly session: Session,
		private readonly client: AshbyClient,
		private readonly candidateId: string,
		private readonly written: Written,
	) {}

	async writeHtml(narrowed: NarrowedToken | undefined): Promise<void> {
		const { findings } = this.session;
		const facts = [
			'ashby-note-content',
			'ashby-note-author',
			'ashby-html-elements',
			'ashby-html-newlines',
			'ashby-note-changes-application',
		];
		const what = `A note with each element of HTML, on the candidate you named. ${STAYS}`;
		if (!(await isWanted(this.session, what, facts))) return;
		const asks =
			'The candidate, one application before and after, the note, and what the token shows';
		const group = { title: 'an HTML note', asks, atMost: 7 + MOST_PAGES, facts };
		await this.session.group(group, async () => {
			const { results: candidate } = await this.client.call<Candidate>('candidate.info', {
				id: this.candidateId,
			});
			const applicationId = candidate.applicationIds?.[0];
			const before = await this.changedAt(applicationId);
			const content = await this.writeAndRead({ type: 'text/html', value: HTML_NOTE });
			this.written.fates = fatesIn(content);
			findHtml(findings, content);
			const after = await this.changedAt(applicationId);
			if (!applicationId || !after) {
				findings.notShown('ashby-note-changes-application', 'The candidate has no application');
				return;
			}
			const isChanged = before !== after;
			findings.settle(
				'ashby-note-changes-application',
				isChanged ? 'A' : 'B',
				`updatedAt of the application ${isChanged ? 'changed' : 'stayed'}`,
			);
			if (isChanged && narrowed) {
				await compare(this.session, this.client, narrowed, [applicationId]);
			}
		});
	}

	async writePlain(): Promise<void> {
		const facts = ['ashby-plain-newlines'];
		const what = `A plain-text note of several lines, on the same candidate. ${STAYS}`;
		if (!(await isWanted(this.session, what, facts))) return;
		const asks = 'The note, and the candidate’s newest notes';
		const group = { title: 'a plain-text note', asks, atMost: 2 + MOST_PAGES, facts };
		await this.session.group(group, async () => {
			findPlain(this.session.findings, await this.writeAndRead(PLAIN_NOTE));
		});
	}

	/** Lists one note, writes another, and lists the rest: does the final token show the other one again? */
	async writeInTheMiddle(): Promise<void> {
		const { findings } = this.session;
		const id = 'ashby-token-covers';
		const facts = [id, 'ashby-token-later-pages'];
		const what = `Two more short notes, the first of them while the notes are being listed. ${STAYS.replace('It stays', 'They stay')}`;
		if (!(await isWanted(this.session, what, facts))) return;
		const asks = 'The notes page by page, the note, and what the token of the listing shows';
		const group = { title: 'a note in the middle', asks, atMost: 6 + 2 * MOST_PAGES, facts };
		await this.session.group(group, async () => {
			const earlier = await this.tokenOf(await this.list({ limit: PAGE_SIZE }));
			const first = await this.list({ limit: 1 });
			if (!first.nextCursor) {
				findings.notShown(id, 'The candidate has one note only');
				return;
			}
			const note = await this.write(MIDDLE_NOTE);
			if (earlier) {
				await this.tryLaterPages(earlier);
			}
			const seen: Note[] = [];
			const token = await this.tokenOf(
				await this.list({ limit: PAGE_SIZE, cursor: first.nextCursor }),
				seen,
			);
			if (!token || !seen.some((each) => each.id === note.id)) {
				findings.notShown(id, 'The listing did not come to the note that was written meanwhile');
				return;
			}
			const { results } = await this.list({ limit: PAGE_SIZE, syncToken: token });
			const isShown = results.some((each) => each.id === note.id);
			const how = `The token ${isShown ? 'shows' : 'does not show'} the note once more`;
			findings.settle(id, isShown ? 'A' : 'B', how);
			if (isShown) findings.settle('ashby-token-last-page', 'A', how);
		});
	}

	/** Requires two changes since the token: the note above and another one. */
	private async tryLaterPages(token: string): Promise<void> {
		await this.write(`${MIDDLE_NOTE}, and another`);
		await findLaterPages(this.session, this.client, 'candidate.listNotes', {
			candidateId: this.candidateId,
			syncToken: token,
		});
	}

	private async list(body: IDataObject) {
		const { candidateId } = this;
		return await this.client.call<Note[]>('candidate.listNotes', { candidateId, ...body });
	}

	/** Reads the rest of a listing and returns its token; undefined if it is too long. */
	private async tokenOf(
		page: Awaited<ReturnType<NotesOf['list']>>,
		seen: Note[] = [],
	): Promise<string | undefined> {
		let at = page;
		seen.push(...at.results);
		for (let pages = 1; at.moreDataAvailable && pages < MOST_PAGES; pages++) {
			at = await this.list({ limit: PAGE_SIZE, cursor: at.nextCursor });
			seen.push(...at.results);
		}
		return at.moreDataAvailable ? undefined : at.syncToken;
	}

	private async write(note: string | IDataObject): Promise<Note> {
		const { candidateId } = this;
		const body = { candidateId, note };
		const { results } = await this.client.call<Note>('candidate.createNote', body);
		const { email } = results.author ?? {};
		if (email) {
			const isAshbys = email.endsWith('@ashbyhq.com');
			const how = `The author's address ${isAshbys ? 'ends' : 'does not end'} in ashbyhq.com`;
			this.session.findings.settle('ashby-note-author', isAshbys ? 'A' : 'B', how);
		} else this.session.findings.notShown('ashby-note-author', 'The note names no author');
		this.written.remains.push('a note on the test candidate in Ashby: delete it there by hand');
		return results;
	}

	/** Writes a note and returns its content as listed afterwards. */
	private async writeAndRead(note: string | IDataObject): Promise<string> {
		const { id, content } = await this.write(note);
		const seen: Note[] = [];
		await this.tokenOf(await this.list({ limit: PAGE_SIZE }), seen);
		return seen.find((each) => each.id === id)?.content ?? content ?? '';
	}

	private async changedAt(applicationId: string | undefined): Promise<string | undefined> {
		if (!applicationId) return undefined;
		const { results } = await this.client.call<Application>('application.info', { applicationId });
		return results.updatedAt;
	}
}

/** A type of event that hardly ever happens, since only the ping matters. */
async function tryWebhook(
	session: Session,
	client: AshbyClient,
	receiver: Receiver,
	written: Written,
): Promise<void> {
	const { findings, around } = session;
	const facts = ['ashby-ping'];
	const what = 'A webhook to the address you gave, for its ping. It is removed afterwards.';
	if (!(await isWanted(session, what, facts))) return;
	const asks = 'The webhook, and its removal';
	await session.group({ title: 'a webhook', asks, atMost: 2, facts }, async () => {
		written.remains.push('a webhook in Ashby: delete it there by hand');
		const { results: webhook } = await client.call<Webhook>('webhook.create', {
			webhookType: 'surveySubmit',
			requestUrl: receiver.addressOf('ashby'),
			secretToken: receiver.secret,
		});
		try {
			const isAwaited = receiver.of('ashby').length > 0;
			for (let looks = 0; looks < PING_LOOKS && receiver.of('ashby').length === 0; looks++) {
				await around.wait(PING_PAUSE_MS);
			}
			const [ping] = receiver.of('ashby');
			if (!ping) findings.notShown('ashby-ping', 'No ping came to the address');
			else {
				const how = `The ping came ${isAwaited ? 'before' : 'after'} the answer, ${ping.isSigned ? 'well' : 'not well'} signed`;
				findings.settle('ashby-ping', isAwaited ? 'A' : 'B', how);
			}
		} finally {
			await client.call('webhook.delete', { webhookId: webhook.id });
			written.remains.pop();
		}
	});
}
