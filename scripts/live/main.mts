/** `npm run live`: asks the real Ashby and Willo which reading of each fact is true. */
import { AssertionError } from 'node:assert';
import { ashbyOf } from './ashby/reads.mts';
import { ASHBY_GROUPS } from './ashby/writes.mts';
import { VENDORS } from './facts.mts';
import type { Options } from './options.mts';
import { optionsOf } from './options.mts';
import { findInPassing } from './passing.mts';
import { receiverAt } from './receiver.mts';
import { reportOf } from './report.mts';
import { sessionWith } from './session.mts';
import type { Surroundings } from './surroundings.mts';
import { willoOf } from './willo/reads.mts';
import { WILLO_GROUPS } from './willo/writes.mts';

export const REPORT = 'live-report.md';

/** @returns the exit code: 2 if nothing was asked, 1 if a vendor couldn't be reached, otherwise 0 */
export async function live(args: string[], around: Surroundings): Promise<number> {
	let options: Options;
	try {
		options = optionsOf(args, around.env);
	} catch (reason) {
		if (!(reason instanceof AssertionError)) throw reason;
		around.print(`${reason.message}. What the command takes is in docs/facts.md.`);
		return 2;
	}
	around.print(
		options.isWriting
			? 'Reads, then writes what you say yes to.'
			: 'Reads only. What only writing can show: npm run live -- --write',
	);
	const { webhook } = options;
	const receiver = webhook && receiverAt(webhook.url);
	const sessions = VENDORS.map((vendor) => sessionWith(vendor, options, around, receiver));
	let exitCode = 0;
	try {
		if (webhook) await receiver?.start(webhook.port);
		for (const session of sessions) {
			const { vendor, key, found, run, notShown } = session;
			let why: string | undefined = `${vendor.toUpperCase()}_API_KEY is not set`;
			if (key) {
				if (vendor === 'Ashby') why = await run(ashbyOf(session), ASHBY_GROUPS);
				else why = await run(willoOf(session), WILLO_GROUPS);
				findInPassing(session);
				if (why) exitCode = 1;
			}
			if (why) notShown(Object.keys(found), why);
		}
	} finally {
		await receiver?.stop();
	}
	around.print('');
	for (const { vendor, facts, found } of sessions) {
		for (const { id, question } of facts) {
			around.print(`${vendor}: ${question}\n  ${found[id].result}. ${found[id].how}`);
		}
	}
	around.write(REPORT, reportOf(sessions, receiver?.received));
	for (const each of sessions.flatMap(({ remains }) => remains)) {
		around.print(`Still there: ${each}.`);
	}
	around.print(`\nThe report is in ${REPORT}. It holds no name, address, ID or key.`);
	return exitCode;
}
