/** Lists of stages by title, where the interview plan isn't known. */
import {
	searchApplicationStages,
	searchStages,
} from '../../../../nodes/Ashby/methods/listSearch.ts';
import type { InterviewPlan } from '../../../sandbox/ashby.mts';
import { rejection } from '../../../support/rejection.mts';
import { setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
const names = (list: { results: { name: string }[] }) => list.results.map(({ name }) => name);

function addPlan(title: string, ...stages: string[]): InterviewPlan {
	const type = 'Active' as const;
	return setUp.sandbox.addInterviewPlan({
		title,
		stages: stages.map((stage) => ({ title: stage, type })),
	});
}

const addJob = (title: string, planId: string) =>
	setUp.sandbox.addJob({ title, interviewPlanIds: [planId] });

describe('stages of Any Job', () => {
	const editor = () => setUp.triggerEditor({ mode: 'list', value: '*' });

	test('are listed by title with the number of plans, and read once while a person types', async () => {
		addPlan('Senior', 'Screen', 'Video Interview');
		addPlan('Junior', 'Video Interview');
		expect(names(await searchStages.call(editor()))).toEqual([
			'Video Interview · 2 plans',
			'Screen · 1 plan',
		]);
		expect(names(await searchStages.call(editor(), 'vid'))).toEqual(['Video Interview · 2 plans']);
		expect(setUp.sandbox.counts.requests).toBe(3);
	});

	test('without interviewsRead, are those of the plans of jobs', async () => {
		addJob('Engineer', addPlan('Senior', 'Screen').id);
		addPlan('Unused', 'Task');
		setUp.key = setUp.sandbox.addKey({ permissions: ['jobsRead'] });
		expect(names(await searchStages.call(editor()))).toEqual(['Screen · 1 plan']);
	});

	test('say which permission is missing, and are read again then', async () => {
		addPlan('Senior', 'Screen');
		setUp.key = setUp.sandbox.addKey({ permissions: ['candidatesRead'] });
		const error = await rejection(searchStages.call(editor()));
		expect(error.message).toContain('jobsRead');
		setUp.sandbox.keys.get(setUp.key)!.permissions.push('jobsRead', 'interviewsRead');
		expect(names(await searchStages.call(editor()))).toEqual(['Screen · 1 plan']);
	});
});

describe('stages of an application', () => {
	test.each(['', '={{ $json.application.id }}'])(
		'are those of all plans, by title, while the application is "%s"',
		async (applicationId) => {
			addPlan('Senior', 'Screen', 'Onsite');
			addPlan('Junior', 'screen', 'Task');
			const { results } = await searchApplicationStages.call(
				setUp.editor({ resource: 'application', operation: 'changeStage', applicationId }),
			);
			expect(results).toEqual([
				{ name: 'Screen · 2 plans', value: 'Screen' },
				{ name: 'Onsite · 1 plan', value: 'Onsite' },
				{ name: 'Task · 1 plan', value: 'Task' },
			]);
		},
	);
});
