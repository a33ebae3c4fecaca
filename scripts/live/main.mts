/** `npm run live`: asks the real Ashby and Willo which reading of each fact is true. */
import { DateTime } from 'luxon';
import { askAshby } from './ashby/reads.mts';
import { FACTS, VENDORS } from './facts.mts';
import { Findings, inWords } from './findings.mts';
import type { Options } from './options.mts';
import { BadOptions, optionsOf, USAGE } from './options.mts';
import { findInPassing } from './passing.mts';
import { Receiver } from './receiver.mts';
import { reportOf } from './report.mts';
import type { Surroundings } from './session.mts';
import { Session, Stopped } from './session.mts';
import { askWillo } from './willo/reads.mts';

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
	around.print(
		options.write
			? 'Reads, then writes what you say yes to.'
			: 'Reads only. What only writing can show: npm run live -- --write',
	);
	const findings = new Findings();
	const receiver = options.webhook && new Receiver(options.webhook.url);
	const sessions = VENDORS.map(
		(vendor) => new Session(vendor, options, findings, around, receiver),
	);
	let exitCode = 0;
	try {
		if (options.webhook) await receiver?.start(options.webhook.port);
		for (const session of sessions) if (!(await isAsked(session))) exitCode = 1;
	} finally {
		await receiver?.stop();
	}
	around.print('');
	for (const fact of FACTS) {
		const finding = findings.of(fact);
		around.print(`${fact.vendor}: ${fact.question}\n  ${inWords(finding)}. ${finding.how}`);
	}
	const date = DateTime.utc().toISODate();
	around.write(REPORT, reportOf({ findings, sessions, received: receiver?.received ?? [], date }));
	for (const each of sessions.flatMap(({ remains }) => remains)) {
		around.print(`Still there: ${each}.`);
	}
	around.print(`\nThe report is in ${REPORT}. It holds no name, address, ID or key.`);
	return exitCode;
}

/** @returns false if the vendor can't be asked */
async function isAsked(session: Session): Promise<boolean> {
	const { vendor, key } = session;
	if (!key) {
		session.giveUp(`${vendor.toUpperCase()}_API_KEY is not set`);
		return true;
	}
	try {
		await (vendor === 'Ashby' ? askAshby(session) : askWillo(session));
		findInPassing(session);
		return true;
	} catch (reason) {
		if (!(reason instanceof Stopped)) throw reason;
		findInPassing(session);
		session.giveUp(reason.message);
		return false;
	}
}
