/** Makes the likeliest mistakes, and compares what n8n shows with docs/troubleshooting.md. */
import '../nodes/Willo/noWaits.mts';
import { readFileSync } from 'node:fs';
import type { INodeParameters, INodeType } from 'n8n-workflow';
import { Ashby } from '../../nodes/Ashby/Ashby.node.ts';
import { WilloResponseTrigger } from '../../nodes/Willo/WilloResponseTrigger.node.ts';
import { RUN_CHECK } from '../../nodes/shared/api/failure.ts';
import { rejection } from '../support/rejection.mts';
import { locator, outputOf } from '../nodes/setUp.mts';
import { pollerOf } from '../nodes/Ashby/stageTrigger/setUp.mts';
import { now as ashby, useAshbyTrigger } from '../nodes/Ashby/webhookTrigger/setUp.mts';
import { setUp as willo, useTrigger } from '../nodes/Willo/triggerSetting.mts';
import { pollContext } from '../support/contexts.mts';
import type { Fault } from '../sandbox/faults.mts';
import type { ContextOptions, GivenCredential } from '../support/nodeWorkflow.mts';

useAshbyTrigger();
useTrigger();

const ADA = 'ada@example.com';
const UNKNOWN_ID = '5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77';
const UNKNOWN_KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

const unreachable = (credentials: GivenCredential[]) =>
	credentials.map(({ type, data }) => ({ type, data: { ...data, baseUrl: 'http://127.0.0.1:9' } }));

const runAshby = async (parameters: INodeParameters, credentials = ashby.credentials()) =>
	await outputOf(new Ashby(), { mode: 'trigger', parameters, credentials });

const HELLO = { candidate: locator('email', ADA), note: 'Hello' };
const addNote = async (more: INodeParameters = {}) =>
	await runAshby({ resource: 'candidate', operation: 'addNote', ...HELLO, ...more });

const invite = async (parameters: INodeParameters = {}) =>
	await willo.run(willo.invitation(parameters));

const pollStages = async (links?: INodeParameters[], more: ContextOptions = {}) =>
	await pollerOf(ashby, { parameters: ashby.parameters({}, links), ...more }).poll();

const ada = () => ashby.ashby.addCandidate({ name: 'Ada', email: ADA });
const readOnly = () => ashby.allow('jobsRead', 'candidatesRead');
const throttled = (): Fault => ({ kind: 'status', status: 429, body: 'Too Many Requests' });

const after = (change: () => unknown, show: () => Promise<unknown>) => async () => {
	change();
	await show();
};

/** What a person does wrong, and what makes n8n show it. */
const mistakes: Record<string, () => Promise<unknown>> = {
	'a wrong Ashby key': after(() => (ashby.key = 'wrong'), addNote),
	'a disabled Ashby key': after(() => (ashby.ashby.keys.get(ashby.key)!.disabled = true), addNote),
	'an Ashby key without a permission': async () => {
		readOnly();
		await addNote({ candidate: locator('id', ada().id) });
	},
	'an Ashby key that may not create webhooks': after(readOnly, () => ashby.publish()),
	'an Ashby that cannot be reached': () =>
		runAshby({ resource: 'job', operation: 'getAll' }, unreachable(ashby.credentials())),
	'an Ashby that throttles': after(() => (ashby.ashby.fault = throttled), addNote),
	'no job in a template': () =>
		pollStages([{ job: locator('list', ''), stage: locator('list', '') }]),
	'no stage in a template': () => pollStages([{ ...ashby.link(), stage: locator('list', '') }]),
	'a job that was deleted': async () => {
		const links = [ashby.link()];
		ashby.ashby.deleteJob(ashby.job.id);
		await pollStages(links);
	},
	'a stage that was deleted': async () => {
		const links = [ashby.link()];
		ashby.ashby.deleteStage(ashby.stage('Video Interview'));
		await pollStages(links);
	},
	'a stage name that no interview plan has': () =>
		pollStages([{ job: locator('list', '*'), stage: locator('name', 'Vido Interview') }]),
	'a field that jobs do not have': async () => {
		ashby.ashby.addCustomField({ title: 'Video', objectType: 'Job', fieldType: 'String' });
		await pollStages([{ ...ashby.link(), interviewField: 'Vido' }]);
	},
	'a field that contains no text': async () => {
		ashby.ashby.addCustomField({ title: 'Remote', objectType: 'Job', fieldType: 'Boolean' });
		await pollStages([{ ...ashby.link(), interviewField: 'Remote' }]);
	},
	'an outdated package': after(() => (ashby.ashby.switches.version = 'removed'), addNote),
	'a test event without a candidate': () => pollStages(undefined, { mode: 'manual' }),
	'a candidate that was deleted or merged': () => addNote({ candidate: locator('id', UNKNOWN_ID) }),
	'an email that no candidate has': () => addNote(),
	'an email that two candidates have': after(() => [ada(), ada()], addNote),
	'an expression without a result for the candidate': () =>
		addNote({ candidate: locator('id', '={{ $json.candidate?.id }}') }),
	'an expression without a result for the note': () => addNote({ note: '={{ $json.note }}' }),
	'an application that was deleted': () =>
		runAshby({ resource: 'application', operation: 'get', applicationId: UNKNOWN_ID }),
	'an n8n that Ashby cannot reach': after(
		() => (ashby.inTheWay = () => 502),
		() => ashby.publish(),
	),
	'a webhook without its secret token': () =>
		ashby.publish(ashby.parameters({ registration: 'manual', secretToken: '' })),
	'a wrong Willo key': after(() => (willo.key = 'wrong'), invite),
	'no interview in a template': () => invite({ interview: locator('list', '') }),
	'a title that no interview has': () => invite({ interview: locator('id', 'Interview') }),
	'a title that two interviews have': async () => {
		willo.willo.addInterview({ title: 'First interview' });
		await invite({ interview: locator('id', 'First interview') });
	},
	'an interview that was deleted, or is of another account': () =>
		invite({ interview: locator('id', UNKNOWN_KEY) }),
	'an interview that a Standard user may not see': async () => {
		const interview = locator('id', UNKNOWN_KEY);
		await willo.run({ resource: 'interview', operation: 'get', interview });
	},
	'a candidate without an email': () => invite({ email: '' }),
	'an attempt that has expired': async () => {
		const until = '2020-01-01T00:00:00.000Z';
		const attempt = { entryId: 'an-entry', number: 1, isRepeat: false, since: until, until };
		await invite({ options: { attempt: JSON.stringify(attempt) } });
	},
	'an attempt of something else': () => invite({ options: { attempt: '{"id": 1}' } }),
	'a Willo that throttles': after(() => (willo.willo.fault = throttled), invite),
	'a Willo that cannot be reached': async () => {
		const credentials = unreachable(willo.credentials);
		await willo.run({ resource: 'interview', operation: 'getAll' }, undefined, { credentials });
	},
	'a test event without a response': async () => {
		const node: INodeType = new WilloResponseTrigger();
		await node.poll!.call(pollContext(node, { ...willo.options({}), mode: 'manual' }));
	},
	'a blank Willo key': after(
		() => (willo.key = ' '),
		() => willo.publish(),
	),
};

/** A row of the tables: what is shown, as a pattern in which `…` matches any text. */
interface Row {
	message: string;
	nextStep: string;
}

const rows: Row[] = readFileSync('docs/troubleshooting.md', 'utf8')
	.split('\n')
	.filter((line) => line.startsWith('| **'))
	.map((line) => line.split('|').map((cell) => cell.trim()))
	.map(([, message, , nextStep]) => ({ message: message.slice(2, -2), nextStep }));

function fits(pattern: string, shown: string): boolean {
	const parts = pattern.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.+')}$`, 's').test(shown);
}

/** Without the request's ID, which is another one each time, and what every message about a key ends with. */
const adviceIn = (description = '') =>
	description.replace(/ \(request id: .*\)$/, '').replace(`. ${RUN_CHECK}`, '');

const made = new Set<Row>();

test.each(Object.entries(mistakes))('documented as it is shown: %s', async (_what, make) => {
	const { message, description } = await rejection(make());
	const shown = { message, nextStep: adviceIn(description) };
	const row = rows.find((each) => fits(each.message, message));
	expect(row ?? shown).toBe(row);
	expect(fits(row!.nextStep, shown.nextStep) || shown.nextStep).toBe(true);
	made.add(row!);
});

test('the documentation has no other messages', () => {
	expect(rows.filter((row) => !made.has(row))).toEqual([]);
});
