export interface Plan {
	/** The file is `workflows/<file>.json`. */
	file: string;
	/** n8n keeps no state for a workflow whose id has more than 21 characters. */
	id: string;
	name: string;
	/** As a person would say it. */
	interval: string;
	pollTime: { mode: 'everyX'; value: number; unit: 'hours' | 'minutes' };
	/** Ashby tells of each move by webhook; the polling is the net under it. */
	isInstant?: boolean;
}

export const plans: Plan[] = [
	{
		file: 'ashby-willo-launch',
		id: 'ashby-willo-launch',
		name: 'Invite Ashby candidates to a Willo interview (Launch: every 3 hours)',
		interval: 'every 3 hours',
		pollTime: { mode: 'everyX', value: 3, unit: 'hours' },
	},
	{
		file: 'ashby-willo-growth',
		id: 'ashby-willo-growth',
		name: 'Invite Ashby candidates to a Willo interview (Growth: every 30 minutes)',
		interval: 'every 30 minutes',
		pollTime: { mode: 'everyX', value: 30, unit: 'minutes' },
	},
	{
		file: 'ashby-willo-scale-enterprise',
		id: 'ashby-willo-scale',
		name: 'Invite Ashby candidates to a Willo interview (Scale and Enterprise: every 5 minutes)',
		interval: 'every 5 minutes',
		pollTime: { mode: 'everyX', value: 5, unit: 'minutes' },
	},
	{
		file: 'ashby-willo-instant',
		id: 'ashby-willo-instant',
		name: 'Invite Ashby candidates to a Willo interview (instant, by webhook)',
		interval: 'every 3 hours',
		pollTime: { mode: 'everyX', value: 3, unit: 'hours' },
		isInstant: true,
	},
];
