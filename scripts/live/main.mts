/** `npm run live`: asks the real Ashby and Willo which reading of each fact is true. */
import { DateTime } from 'luxon';
import { ashbyClientOf, readAshby } from './ashby/reads.mts';
import { watchChanges } from './ashby/changes.mts';
import { writeAshby } from './ashby/writes.mts';
import type { Written } from './ashby/writes.mts';
import type { Fact, Vendor } from './facts.mts';
import { FACTS } from './facts.mts';
import { Findings, inWords } from './findings.mts';
import type { Options } from './options.mts';
import { BadOptions, optionsOf, USAGE } from './options.mts';
import { findInPassing } from './passing.mts';
import { Receiver } from './receiver.mts';
import { reportOf } from './report.mts';
import type { Surroundings } from './session.mts';
import { Session, Stopped } from './session.mts';
import { readWillo } from './willo/reads.mts';
import { writeWillo } from './willo/writes.mts';

export const REPORT = 'live-report.md';

/** @returns the exit code: 2 if nothing was asked, 1 if a vendor couldn't be reached, otherwise 0 */
export async function live(args: string[], around: Surroundings): Promise<number> {
	let options: Options;
	try {
		options = optionsOf(args, around.env);
	} catch (reason) {
		if (!(reason instanceof BadOptions)) throw reason;
		around.print(`${reason.message}.\n\n${USAGE}`);
		return 2;
	}
	return await new Run(options, around).run();
}

class Run {
	private readonly findings = new Findings();
	private readonly sessions: Session[] = [];
	private readonly written: Written = { fates: [], remains: [] };
	private receiver?: Receiver;
	private hasStopped = false;

	constructor(
		private readonly options: Options,
		private readonly around: Surroundings,
	) {}

	async run(): Promise<number> {
		const { ashby, willo, webhook, write } = this.options;
		this.around.print(
			write
				? 'Reads, then writes what you say yes to.'
				: 'Reads only. What only writing can show: npm run live -- --write',
		);
		try {
			if (webhook) {
				this.receiver = new Receiver(webhook.url);
				await this.receiver.start(webhook.port);
			}
			await this.half('Ashby', ashby, (session, key) => this.askAshby(session, key));
			await this.half('Willo', willo, (session, key) => this.askWillo(session, key));
		} finally {
			await this.receiver?.stop();
		}
		this.report();
		return this.hasStopped ? 1 : 0;
	}

	private async half(
		vendor: Vendor,
		given: { key: string; baseUrl: string } | undefined,
		ask: (session: Session, key: string) => Promise<void>,
	): Promise<void> {
		const session = new Session(vendor, given?.baseUrl ?? '', this.findings, this.around);
		if (!given) {
			session.giveUp(`${vendor.toUpperCase()}_API_KEY is not set`);
			return;
		}
		this.sessions.push(session);
		try {
			await ask(session, given.key);
			findInPassing(session);
		} catch (reason) {
			if (!(reason instanceof Stopped)) throw reason;
			this.hasStopped = true;
			findInPassing(session);
			session.giveUp(reason.message);
		}
		for (const fact of FACTS) {
			if (fact.vendor === vendor) this.findings.notShown(fact.id, this.reasonOf(fact));
		}
	}

	/** Why nothing was found out about a fact. */
	private reasonOf({ id, shownBy }: Fact): string {
		if (this.findings.has(id)) return this.findings.of({ id } as Fact).how;
		if (shownBy === 'use') return 'The command has no step for it';
		if (shownBy === 'writing') return 'Only --write shows it';
		if (shownBy === 'delivery') return 'Only --write with --webhook-url shows it';
		return 'The command did not get to it';
	}

	private async askAshby(session: Session, key: string): Promise<void> {
		const { write, waitMinutes } = this.options;
		const client = ashbyClientOf(session, key);
		const narrowed = await readAshby(session, client);
		if (write) {
			const { candidate } = write;
			const outcome = await writeAshby(session, client, candidate, narrowed, this.receiver);
			this.written.fates = outcome.fates;
			this.written.remains.push(...outcome.remains);
		}
		if (narrowed) await watchChanges(session, client, narrowed, write ? 0 : waitMinutes);
	}

	private async askWillo(session: Session, key: string): Promise<void> {
		const { write, waitMinutes } = this.options;
		const client = await readWillo(session, key);
		if (!write) return;
		this.written.remains.push(
			...(await writeWillo(session, client, write, this.receiver, waitMinutes)),
		);
	}

	private report(): void {
		const { findings, sessions, written, around } = this;
		around.print('');
		for (const fact of FACTS) {
			const finding = findings.of(fact);
			around.print(`${fact.vendor}: ${fact.question}\n  ${inWords(finding)}. ${finding.how}`);
		}
		const date = DateTime.utc().toISODate();
		const received = this.receiver?.received ?? [];
		around.write(REPORT, reportOf({ findings, sessions, written, received, date }));
		for (const each of written.remains) around.print(`Still there: ${each}.`);
		around.print(`\nThe report is in ${REPORT}. It holds no name, address, ID or key.`);
	}
}
