import type { IDataObject } from 'n8n-workflow';
import { MINUTE } from '../../../support/twoJobs.mts';
import { enter, org, pollerOf, useTwoJobs } from '../../Ashby/stageTrigger/setUp.mts';

const pass = useTwoJobs();

const FIRST = { nodeName: 'First Stage', nodeId: 'first' };
const SECOND = { nodeName: 'Second Stage', nodeId: 'second' };

/** How both are called afterwards; without the first name, it is deleted. */
const CHANGES: Array<[string, string | undefined, string, string?]> = [
	['both are renamed', 'Video', 'Onsite'],
	['both are renamed, also to new IDs', 'Video', 'Onsite', 'copy'],
	['the second is renamed', 'First Stage', 'Onsite'],
	['the names are swapped', 'Second Stage', 'First Stage'],
	['the first is deleted, and the second gets its name', undefined, 'First Stage'],
];

describe.each(['first', 'second'])('of two triggers of which the %s polls first', (whichFirst) => {
	test.each(CHANGES)('nobody is lost if %s', async (_which, first, second, ids = '') => {
		const options = { repeatUntilNoted: true };
		const staticDataOfWorkflow: IDataObject = {};
		const video = { staticDataOfWorkflow, parameters: org.parameters({ options }) };
		const links = [org.link(org.job, 'Onsite')];
		const onsite = { staticDataOfWorkflow, parameters: org.parameters({ options }, links) };
		const pollAll = async (pollers: Array<ReturnType<typeof pollerOf>>, ms = MINUTE) => {
			const found = [];
			for (const { poll } of pollers) found.push(...(await poll()));
			pass(org, ms);
			return found.map(({ id }) => id);
		};
		const before = [
			pollerOf(org, { ...video, ...FIRST, otherNodes: [SECOND.nodeName] }),
			pollerOf(org, { ...onsite, ...SECOND, otherNodes: [FIRST.nodeName] }),
		];
		await pollAll(before);
		const unnoted = enter(org, 'Bea', 'Onsite');
		pass(org);
		expect(await pollAll(before)).toEqual([unnoted.entry]);
		const unread = [enter(org, 'Ben', 'Onsite'), ...(first ? [enter(org, 'Ann')] : [])];
		pass(org);

		const republished = (was: typeof FIRST, given: object, name: string, other?: string) =>
			pollerOf(org, {
				...given,
				activation: 'update',
				nodeName: name,
				nodeId: `${was.nodeId}${ids}`,
				otherNodes: other ? [other] : [],
			});
		const after = [
			...(first ? [republished(FIRST, video, first, second)] : []),
			republished(SECOND, onsite, second, first),
		];
		if (whichFirst === 'second') after.reverse();
		const found = await pollAll(after);
		for (let poll = 0; poll < 3; poll++) found.push(...(await pollAll(after, 5 * MINUTE)));
		expect(new Set(found)).toEqual(new Set([unnoted, ...unread].map(({ entry }) => entry)));
	});
});
