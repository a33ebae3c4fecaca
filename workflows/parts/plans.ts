export interface Plan {
	/** The file is `workflows/<file>.json`. */
	file: string;
	/** n8n keeps no state for a workflow whose ID has more than 21 characters. */
	id: string;
	/** Makes the IDs of its nodes unique among the templates. */
	number: number;
	name: string;
	pollTime: PollTime;
	responsePollTime: PollTime;
	/** Ashby reports each stage change by webhook; polling catches what the webhook missed. */
	isInstant?: boolean;
}

interface PollTime {
	mode: 'everyX';
	value: number;
	unit: 'hours' | 'minutes';
}

const hours = (value: number): PollTime => ({ mode: 'everyX', value, unit: 'hours' });
export const minutes = (value: number): PollTime => ({ mode: 'everyX', value, unit: 'minutes' });

export const plans: Plan[] = [
	{
		file: 'ashby-willo-launch',
		id: 'ashby-willo-launch',
		number: 0,
		name: 'Invite Ashby candidates to a Willo interview (Launch: every 3 hours)',
		pollTime: hours(3),
		responsePollTime: minutes(30),
	},
	{
		file: 'ashby-willo-growth',
		id: 'ashby-willo-growth',
		number: 1,
		name: 'Invite Ashby candidates to a Willo interview (Growth: every 30 minutes)',
		pollTime: minutes(30),
		responsePollTime: minutes(30),
	},
	{
		file: 'ashby-willo-scale-enterprise',
		id: 'ashby-willo-scale',
		number: 2,
		name: 'Invite Ashby candidates to a Willo interview (Scale and Enterprise: every 5 minutes)',
		pollTime: minutes(5),
		responsePollTime: minutes(5),
	},
	{
		file: 'ashby-willo-instant',
		id: 'ashby-willo-instant',
		number: 3,
		name: 'Invite Ashby candidates to a Willo interview (instant, by webhook)',
		pollTime: minutes(5),
		responsePollTime: minutes(5),
		isInstant: true,
	},
];
