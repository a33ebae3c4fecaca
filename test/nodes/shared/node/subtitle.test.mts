/** What the canvas shows below each node's name, evaluated as n8n's editor does. */
import type { INodeParameters, INodeType } from 'n8n-workflow';
import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbyTrigger } from '../../../../nodes/Ashby/AshbyTrigger.node.ts';
import { Willo } from '../../../../nodes/Willo/Willo.node.ts';
import { WilloTrigger } from '../../../../nodes/Willo/WilloTrigger.node.ts';
import { locator } from '../../setUp.mts';
import { workflowOf } from '../../../support/nodeWorkflow.mts';

function subtitleOf(type: INodeType, parameters: INodeParameters): unknown {
	const { node, workflow } = workflowOf(type, { parameters });
	const subtitle = type.description.subtitle!;
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

const listed = (value: string, cachedResultName?: string) => ({
	...locator('list', value),
	...(cachedResultName !== undefined && { cachedResultName }),
});
const links = (...link: INodeParameters[]) => ({ links: { link } });

describe.each([new AshbyStageTrigger(), new AshbyTrigger()])('$description.name', (type) => {
	const stage = listed('2', 'Video Interview');
	const video = { job: listed('1', 'Customer Support'), stage };
	const byName = { job: listed('*', 'Any Job'), stage: locator('name', 'Video') };

	test.each([
		['names the stage and the job', links(video), 'Video Interview ← Customer Support'],
		['counts the other rows', links(video, video, video), 'Video Interview ← Customer Support +2'],
		['shows a stage that was entered by name', links(byName), 'Video ← Any Job'],
		['omits an expression', links({ job: listed('={{ 1 }}', 'Old'), stage }), 'Video Interview'],
		['omits an ID', links({ job: listed('1'), stage: listed('2') }), 'Candidate enters stage'],
		['says what it waits for before anything is picked', {}, 'Candidate enters stage'],
		['works without any row', { links: {} }, 'Candidate enters stage'],
	] as const)('%s', (_what, parameters, expected) => {
		expect(subtitleOf(type, parameters as unknown as INodeParameters)).toBe(expected);
	});
});

const move = { resource: 'application', operation: 'changeStage' };
test.each([
	[new AshbyTrigger(), { event: 'candidateHire' }, 'Candidate hired'],
	[new WilloTrigger(), {}, 'New response'],
	[new WilloTrigger(), { event: 'stage_change' }, 'Stage change'],
	[new Ashby(), {}, 'Add note'],
	[new Ashby(), { operation: 'get' }, 'Get candidate'],
	[new Ashby(), { resource: 'job', operation: 'getAll' }, 'Get many jobs'],
	[new Ashby(), move, 'Change stage'],
	[new Ashby(), { ...move, stage: listed('1', 'Offer · 5 of 6') }, 'Move to Offer'],
	[new Willo(), { operation: 'invite' }, 'Invite'],
	[new Willo(), { operation: 'invite', interview: listed('1', 'First · Acme') }, 'First'],
	[new Willo(), { operation: 'getAll' }, 'Get many participants'],
])('%# says what the node does', (type, parameters, expected) => {
	expect(subtitleOf(type, parameters as INodeParameters)).toBe(expected);
});
