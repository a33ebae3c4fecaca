import type { Session } from './session.mts';

/** Asks for confirmation before writing. Only `yes` counts. */
export async function isWanted(session: Session, what: string, facts: string[]): Promise<boolean> {
	const { around, findings } = session;
	around.print(`\n${session.vendor}: ${what} Type yes to do it, anything else to leave it out.`);
	const answer = await around.readLine();
	const isYes = answer?.trim().toLowerCase() === 'yes';
	if (!isYes) {
		around.print('  Left out.');
		for (const id of facts) findings.notShown(id, 'Left out at the question');
	}
	return isYes;
}
