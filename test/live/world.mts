/** `npm run live` against both sandboxes: an organization that shows every fact, and a clock that waits pass. */
import { setImmediate as nextTurn } from 'node:timers/promises';

import { live, REPORT } from '../../scripts/live/main.mts';
import type { Fact } from '../../scripts/live/facts.mts';
import getPort from 'get-port';
import { DateTime } from 'luxon';
import { AshbySandbox, type ApiKey, type Application } from '../sandbox/ashby.mts';
import { invitedParticipant } from '../nodes/Willo/setUp.mts';
import { WilloSandbox, type Interview } from '../sandbox/willo.mts';

/** In every name, title and address of the organization: it must not get out. */
export const MARK = 'zzmark';
export const OWN_EMAIL = `${MARK}.own@example.com`;
const DAY_MS = 24 * 60 * 60_000;

export class World {
	/** How far the clock of this world is ahead. */
	private aheadMs = 0;
	private readonly now = () => DateTime.now().plus(this.aheadMs).toJSDate();
	readonly ashby = new AshbySandbox({ now: this.now });
	readonly willo = new WilloSandbox({ now: this.now });
	readonly printed: string[] = [];
	report = '';
	/** What the person types, again and again; undefined when nobody is there. */
	typed: string | undefined = 'yes';
	/** How long each request seems to take. */
	requestMs = 20;
	/** What happens when the command waits. */
	onWait: () => unknown = () => this.changeTwo();
	ashbyKey = this.ashby.addKey({ key: `${MARK}-ashby-key` });
	readonly willoKey = this.willo.addKey({ key: `${MARK}-willo-key` });
	applications: Application[] = [];
	candidateId = '';
	private interview!: Interview;
	private ticks = 0;
	private hasChanged = false;

	async start(): Promise<void> {
		await this.ashby.start();
		await this.willo.start();
		this.fillAshby();
		await this.fillWillo();
	}

	async stop(): Promise<void> {
		this.ashby.park();
		this.willo.park();
	}

	/** A key that lacks one permission takes the place of the one that has all. */
	withoutPermission(missing: ApiKey['permissions'][number]): void {
		const { permissions } = this.ashby.keys.get(this.ashbyKey)!;
		const left = permissions.filter((permission) => permission !== missing);
		this.ashbyKey = this.ashby.addKey({ key: `${MARK}-lesser-key`, permissions: left });
	}

	/** Runs the command as a fact needs it, for its vendor alone. Returns the exit code. */
	async runFor({ vendor, shownBy }: Pick<Fact, 'vendor' | 'shownBy'>): Promise<number> {
		const args = shownBy === '--wait' ? ['--wait', '2'] : [];
		if (shownBy.startsWith('--write')) args.push(...this.writing());
		if (shownBy === '--write --webhook-url') {
			const port = await getPort();
			args.push('--webhook-url', `http://127.0.0.1:${port}`, '--webhook-port', String(port));
		}
		return await this.run(args, [vendor]);
	}

	writing(): string[] {
		const { candidateId, interview } = this;
		const own = ['--email', OWN_EMAIL];
		return ['--write', '--candidate', candidateId, '--interview', interview.key, ...own];
	}

	async run(args: string[], vendors = ['Ashby', 'Willo'], env: object = {}): Promise<number> {
		return await live(args, {
			env: {
				...(vendors.includes('Ashby') ? { ASHBY_API_KEY: this.ashbyKey } : {}),
				...(vendors.includes('Willo') ? { WILLO_API_KEY: this.willoKey } : {}),
				ASHBY_BASE_URL: this.ashby.url,
				WILLO_BASE_URL: this.willo.baseUrl,
				...env,
			},
			print: (line) => this.printed.push(line),
			readLine: async () => this.typed,
			wait: async (ms) => {
				this.aheadMs += ms;
				await this.onWait();
				await nextTurn();
			},
			now: () => (this.ticks += this.requestMs),
			write: (file, text) => {
				expect(file).toBe(REPORT);
				this.report = text;
			},
		});
	}

	/** Everything that left the command. */
	get output(): string {
		return [...this.printed, this.report].join('\n');
	}

	/** What the report says of a fact: its result, and how it was found. */
	resultOf({ vendor, question }: Pick<Fact, 'vendor' | 'question'>): string {
		const [, section = ''] = this.report.split(`\n## ${vendor}\n`);
		const line = section.split('\n').find((each) => each.startsWith(`| ${question} |`));
		return line?.slice(question.length + 5) ?? '';
	}

	/** Two recent applications change, the younger one first. */
	private changeTwo(): void {
		if (this.hasChanged) return;
		this.hasChanged = true;
		const [older, younger] = this.applications.slice(-2);
		this.ashby.edit(younger.id);
		this.aheadMs += 2_000;
		this.ashby.edit(older.id);
	}

	private fillAshby(): void {
		const { ashby } = this;
		const plans = [1, 2].map((each) => ashby.addInterviewPlan({ title: `${MARK} plan ${each}` }));
		const interviewPlanIds = plans.map(({ id }) => id);
		const [, defaultInterviewPlanId] = interviewPlanIds;
		const job = ashby.addJob({ title: `${MARK} job`, interviewPlanIds, defaultInterviewPlanId });
		const now = ashby.now().getTime();
		for (let each = 0; each < 60; each++) {
			const candidate = ashby.addCandidate({
				name: `${MARK} person ${each}`,
				email: each % 7 === 6 ? undefined : `${MARK}.${each}@example.com`,
				phone: each % 2 === 0 ? undefined : `+4420794600${each}`,
			});
			const createdAt = new Date(now - (60 - each) * (DAY_MS / 10));
			const options = { candidateId: candidate.id, jobId: job.id, createdAt };
			const application = ashby.addApplication(options);
			if (each % 3 === 0) ashby.move(application.id, ashby.stagesOf(job.id)[2].id);
			this.applications.push(application);
			this.candidateId = candidate.id;
		}
		ashby.addNote(this.candidateId, `${MARK} note`);
		const labels = [`${MARK} label`];
		const field = { title: `${MARK} field`, objectType: 'Candidate', labels } as const;
		ashby.addCustomField({ ...field, fieldType: 'ValueSelect' });
		ashby.addCustomField({ title: `${MARK} link`, objectType: 'Job', fieldType: 'Url' });
		const form = ashby.addFeedbackForm(`${MARK} form`, [{ title: 'Score', type: 'Score' }]);
		const score = { [form.fields[0].path]: { score: 4 } };
		ashby.submitFeedback(this.applications[0].id, form.id, score, ashby.admin.id);
		this.aheadMs += 5_000;
	}

	private async fillWillo(): Promise<void> {
		const { willo } = this;
		const interviews = [1, 2].map((each) =>
			willo.addInterview({ title: `${MARK} interview ${each}`, ownerEmail: OWN_EMAIL }),
		);
		[this.interview] = interviews;
		for (let each = 0; each < 4; each++) {
			const person = invitedParticipant({
				interviewKey: interviews[each % 2].key,
				name: `${MARK} participant ${each}`,
				email: `${MARK}.participant${each}@example.com`,
				createdAt: new Date(this.now().getTime() - (10 - each) * DAY_MS),
			});
			willo.participants.set(person.key, person);
			if (each === 1) await this.respond(person.key);
		}
	}

	private async respond(key: string): Promise<void> {
		await this.willo.respond(key, [`${MARK} answer`]);
	}

	/** Who was invited by the command responds, once. */
	async respondToInvitation(): Promise<void> {
		const { willo } = this;
		const invited = [...willo.participants.values()].find(({ email }) => email === OWN_EMAIL);
		if (invited && !invited.respondedAt) await this.respond(invited.key);
	}
}

/** The world of the current test, in files that call `useWorld`. */
export let world: World;

/** Makes one before each test, and stops it afterwards. */
export function useWorld(): void {
	beforeEach(() => void (world = new World()));
	afterEach(async () => await world.stop());
}
