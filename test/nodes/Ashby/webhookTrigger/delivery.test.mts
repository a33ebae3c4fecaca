import {
	applicationIn,
	identityOf,
	readDelivery,
} from '../../../../nodes/Ashby/webhookTrigger/delivery.ts';

const application = {
	...{ id: 'application-1', status: 'Hired', candidate: { id: 'candidate-1' } },
	...{ job: { id: 'job-1' }, currentInterviewStage: { id: 'stage-1', title: 'Hired' } },
};
const hire = { webhookActionId: 'act-1', action: 'candidateHire', data: { application } };
const withoutId = { action: hire.action, data: hire.data };
const key = (body: unknown) => identityOf(readDelivery(body), Buffer.from(JSON.stringify(body)));

const BODIES = [null, undefined, 'text', 7, [], { action: 1, webhookActionId: {}, data: [] }];
test.each(BODIES)('the body can be anything: %j', (body) => {
	expect(readDelivery(body)).toEqual({ data: {} });
});

test.each([
	['none', {}],
	['not an object', { application: 'application-1' }],
	['without its job', { application: { ...application, job: undefined } }],
	['without its id', { application: { ...application, id: undefined } }],
])('an incomplete application is ignored: %s', (_what, data) => {
	expect(applicationIn(readDelivery({ ...hire, data }))).toBeUndefined();
});

const of = (changes: object) => ({ application: { ...application, ...changes } });

test.each([
	['the same, whatever has changed', hire, { ...hire, data: of({ status: 'Archived' }) }, true],
	['another action', hire, { ...hire, webhookActionId: 'act-2' }, false],
	['the action for another candidate', hire, { ...hire, data: of({ id: 'other' }) }, false],
	['the same body without a webhookActionId', withoutId, { ...withoutId }, true],
	['another one', withoutId, { ...withoutId, data: { ...hire.data, offer: {} } }, false],
])('whether it is a repetition: %s', (_what, one, other, isRepetition) => {
	expect(key(one) === key(other)).toBe(isRepetition);
});
