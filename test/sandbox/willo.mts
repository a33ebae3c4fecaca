/**
 * A local Willo: the part of Willo's API v2 that the nodes use, in memory, and what people do in
 * Willo as methods. It keeps to what is published or was observed of Willo and is strict where a
 * client could go wrong unseen; where nobody's text says what Willo does, a switch has each reading.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import type { Answer as HttpAnswer } from './faults.mts';
import { SandboxServer } from './server.mts';
import type { Exchange, SandboxRequest } from './server.mts';
import { deliver, deliveryBody, follows } from './willo/deliveries.mts';
import { Access, answerOfCode, noSuchAddress } from './willo/rest.mts';
import { BASE_PATH, newKey, resolve, run } from './willo/routes.mts';
import { WILLO_DEFAULTS } from './willo/types.mts';
import type {
	AnswerType,
	Delivery,
	Department,
	Interview,
	Invitation,
	Participant,
	Webhook,
	WilloEvent,
	WilloStore,
	WilloSwitches,
} from './willo/types.mts';

export { WILLO_DEFAULTS, WILLO_EVENTS } from './willo/types.mts';
export type * from './willo/types.mts';

export interface WilloSandboxOptions {
	/** The time of everything the sandbox says and remembers. */
	now?: () => Date;
	switches?: Partial<WilloSwitches>;
}

export interface NewInterview {
	title: string;
	questions?: { text: string; answerType: AnswerType }[];
	/** The name of the department, called company in Willo's own pages. */
	department?: string;
	ownerEmail?: string;
}

/** The query of an exchange; keyed by its headers, since an exchange bears no query itself. */
const queries = new WeakMap<IncomingHttpHeaders, Record<string, string>>();

/** The query of an exchange with a local Willo; undefined when the request was not processed. */
export function queryOf(exchange: Exchange): Record<string, string> | undefined {
	return queries.get(exchange.headers);
}

export class WilloSandbox extends SandboxServer implements WilloStore {
	switches: WilloSwitches;
	readonly departments = new Map<string, Department>();
	readonly interviews = new Map<string, Interview>();
	readonly participants = new Map<string, Participant>();
	readonly webhooks = new Map<string, Webhook>();
	/** One entry for each email that would have been sent. */
	readonly invitations: Invitation[] = [];
	/** One entry for each attempt to deliver a webhook. */
	readonly deliveries: Delivery[] = [];
	private readonly access = new Access();

	constructor(options: WilloSandboxOptions = {}) {
		super(options.now);
		this.switches = { ...WILLO_DEFAULTS, ...options.switches };
	}

	/** What a credential has as its base URL. */
	get baseUrl(): string {
		return this.url + BASE_PATH;
	}

	addKey(options: { key?: string } = {}): string {
		return this.access.add(options.key ?? randomBytes(20).toString('hex'));
	}

	/** Somebody deletes the key in Willo. */
	removeKey(key: string): void {
		this.access.remove(key);
	}

	addInterview(options: NewInterview): Interview {
		const email = options.ownerEmail ?? 'talent@example.com';
		const name = options.department ?? 'Head Office';
		const standing = [...this.interviews.values()].map(({ owner }) => owner);
		const key = newKey();
		const interview: Interview = {
			key,
			title: options.title,
			owner: standing.find((owner) => owner.email === email) ?? {
				key: newKey(),
				email,
				fullName: 'Talent Team',
			},
			department: this.departmentOf(name),
			inviteLink: `https://app.willotalent.com/invite/${key.slice(0, 6)}/`,
			questions: (
				options.questions ?? [{ text: 'Tell us about yourself.', answerType: 'video' }]
			).map((question, order) => ({ key: newKey(), order, ...question })),
			createdAt: this.now(),
		};
		this.interviews.set(key, interview);
		return interview;
	}

	private departmentOf(name: string): Department {
		const standing = [...this.departments.values()].find((each) => each.name === name);
		const department = standing ?? { key: newKey(), name };
		this.departments.set(department.key, department);
		return department;
	}

	/**
	 * The candidate responds: the stage becomes Received (by the switch), then `new_response` is delivered.
	 * @param answers one text for each question, spoken or written; what is missing is made up
	 * @returns when all deliveries are done, whatever was answered to them
	 */
	async respond(participantKey: string, answers: string[] = []): Promise<void> {
		const participant = this.participantOf(participantKey);
		const { questions } = this.interviews.get(participant.interviewKey)!;
		const at = this.now();
		participant.respondedAt = at;
		participant.answers = questions.map((question, index) => ({
			question,
			text: answers[index] ?? `My answer to question ${index + 1}.`,
			score: null,
			at,
		}));
		if (this.switches.responseMovesStage) await this.changeStage(participantKey, 'Received');
		await this.tell('new_response', participant);
	}

	/** A recruiter, or Willo, moves the participant on its board. */
	async changeStage(participantKey: string, stage: string): Promise<void> {
		const participant = this.participantOf(participantKey);
		participant.stage = stage;
		await this.tell('stage_change', participant);
	}

	/** A recruiter comments on the participant. */
	async comment(participantKey: string, text: string): Promise<void> {
		const participant = this.participantOf(participantKey);
		participant.comments.push({ text, at: this.now() });
		await this.tell('new_comment', participant);
	}

	/** A recruiter scores every answer of the participant. */
	async score(participantKey: string, value: number): Promise<void> {
		const participant = this.participantOf(participantKey);
		for (const answer of participant.answers) answer.score = value;
		await this.tell('new_score', participant);
	}

	private participantOf(key: string): Participant {
		const participant = this.participants.get(key);
		if (!participant) throw new Error(`There is no participant ${key}`);
		return participant;
	}

	private async tell(event: WilloEvent, participant: Participant): Promise<void> {
		const body = deliveryBody(event, participant, this.switches);
		const followers = [...this.webhooks.values()].filter((webhook) =>
			follows(webhook, event, participant.interviewKey),
		);
		await Promise.all(
			followers.map(async (webhook) => {
				await deliver(webhook, body, this.switches, (delivery) =>
					this.deliveries.push({ ...delivery, at: this.now() }),
				);
			}),
		);
	}

	protected override answerOfCode(code: string): HttpAnswer {
		return answerOfCode(code, this.switches);
	}

	/** In Django's order: the address, then the key, then the throttle, then the method and the body. */
	protected override answer(request: SandboxRequest): HttpAnswer {
		queries.set(request.headers, request.query);
		const { path, headers } = request;
		const resource = resolve(path);
		if (!resource) {
			// Django sends a GET on to the address with a slash; what a POST carries would be lost on
			// the way, so it must not seem to work.
			const redirects = request.method === 'GET' && resolve(`${path}/`) !== undefined;
			if (!redirects) return noSuchAddress();
			const query = new URLSearchParams(request.query).toString();
			const location = `${path}/${query === '' ? '' : `?${query}`}`;
			return { status: 301, headers: { location }, body: '' };
		}
		const now = this.now();
		const refusal = this.access.refusal(headers, this.switches, now);
		if (refusal) return refusal;
		const address = new URL(path, `http://${headers.host}`);
		address.search = new URLSearchParams(request.query).toString();
		return run(resource.methods, request, {
			store: this,
			switches: this.switches,
			now,
			address,
			body: request.body,
			key: resource.key,
		});
	}
}
