/**
 * Webhooks as Willo sends them: a POST with a JSON object, unsigned, that says little. Which fields
 * the body has is not published anywhere, so it carries the participant's key at a place that a
 * switch chooses, the interview's key (to be distinguished from it), and a stage when the stage changed.
 */
import { http } from '../../../scripts/http.mts';
import type { Delivery, Participant, Webhook, WilloEvent, WilloSwitches } from './types.mts';

const ATTEMPTS = 3;
const PAUSE_MS = 50;
const TIMEOUT_MS = 15_000;

/** The body of a delivery. */
export function deliveryBody(
	event: WilloEvent,
	participant: Participant,
	switches: WilloSwitches,
): Record<string, unknown> {
	const { key, interviewKey, stage } = participant;
	const about = {
		...(switches.deliveryNamesEvent ? { event } : {}),
		...(event === 'stage_change' ? { stage } : {}),
	};
	switch (switches.deliveryKey) {
		case 'key':
			return { ...about, interview: interviewKey, key };
		case 'data.participant.key':
			return { ...about, data: { interview: { key: interviewKey }, participant: { key } } };
		case 'nested':
			return {
				...about,
				payload: { objects: [{ interview: interviewKey, person: { ref: key } }] },
			};
		case 'participant.key':
			return { ...about, interview: { key: interviewKey }, participant: { key } };
	}
}

/** Whether a webhook follows an event in an interview. */
export function follows(webhook: Webhook, event: WilloEvent, interviewKey: string): boolean {
	return (
		webhook.event === event &&
		(webhook.followAllInterviews || webhook.interviews.includes(interviewKey))
	);
}

async function attempt(url: string, body: Record<string, unknown>): Promise<number> {
	try {
		const headers = { 'user-agent': 'Willo-Sandbox' };
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		return (await http.post(url, body, { headers, signal })).status;
	} catch {
		return 0;
	}
}

/**
 * Delivers one event to one webhook, again after a pause when it is answered 5xx or not at all.
 * @param record called for each attempt
 */
export async function deliver(
	webhook: Webhook,
	body: Record<string, unknown>,
	switches: WilloSwitches,
	record: (delivery: Omit<Delivery, 'at'>) => void,
): Promise<void> {
	for (let repeat = 0; repeat < switches.deliveryRepeats; repeat++) {
		for (let number = 1; number <= ATTEMPTS; number++) {
			const status = await attempt(webhook.url, body);
			record({ url: webhook.url, event: webhook.event, body, status });
			const passing = status === 0 || status >= 500;
			if (!passing || !switches.deliveryRetriesOn5xx) break;
			if (number < ATTEMPTS) await new Promise((done) => setTimeout(done, PAUSE_MS * number));
		}
	}
}
