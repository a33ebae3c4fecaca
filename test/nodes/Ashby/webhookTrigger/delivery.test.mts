import {
	applicationIn,
	eventItem,
	identityOf,
	readDelivery,
} from '../../../../nodes/Ashby/webhookTrigger/delivery.ts';

const application = {
	id: 'application-1',
	status: 'Hired',
	candidate: { id: 'candidate-1', name: 'Ada Lovelace' },
	job: { id: 'job-1', title: 'Engineer' },
	currentInterviewStage: { id: 'stage-1', title: 'Hired', type: 'Hired', orderInInterviewPlan: 7 },
};
const hire = { webhookActionId: 'act-1', action: 'candidateHire', data: { application } };
const raw = (body: unknown) => Buffer.from(JSON.stringify(body));
const key = (body: unknown) => identityOf(readDelivery(body), raw(body));

test.each([null, undefined, 'text', 7, [], { action: 1, webhookActionId: {}, data: [] }])(
	'the body can be anything: %j',
	(body) => {
		expect(readDelivery(body)).toEqual({
			action: undefined,
			webhookActionId: undefined,
			data: {},
		});
	},
);

test.each([
	['none', {}],
	['not an object', { application: 'application-1' }],
	['without its job', { application: { ...application, job: undefined } }],
	['without its id', { application: { ...application, id: undefined } }],
])('an incomplete application is ignored: %s', (_what, data) => {
	expect(applicationIn(readDelivery({ ...hire, data }))).toBeUndefined();
});

describe('a repetition', () => {
	test('is recognized by its webhookActionId, whatever has changed', () => {
		const later = { ...hire, data: { application: { ...application, status: 'Archived' } } };
		expect(key(later)).toBe(key(hire));
	});

	test('isn’t confused with another action', () => {
		expect(key({ ...hire, webhookActionId: 'act-2' })).not.toBe(key(hire));
	});

	test('isn’t confused with the same action for another candidate', () => {
		const other = { ...hire, data: { application: { ...application, id: 'application-2' } } };
		expect(key(other)).not.toBe(key(hire));
	});

	test('is recognized by its body if it has no webhookActionId', () => {
		const { action, data } = hire;
		expect(key({ action, data })).toBe(key({ action, data }));
		expect(key({ action, data: { ...data, offer: {} } })).not.toBe(key({ action, data }));
	});
});

describe('the item of an event', () => {
	test('about an application has the same parts as the stage trigger’s item', () => {
		const offer = { id: 'offer-1' };
		const delivery = readDelivery({ ...hire, data: { application, offer } });
		expect(eventItem(delivery, true)).toEqual({
			event: 'candidateHire',
			webhookActionId: 'act-1',
			candidate: {
				id: 'candidate-1',
				name: 'Ada Lovelace',
				firstName: 'Ada',
				lastName: 'Lovelace',
				email: null,
				phone: null,
				url: expect.stringContaining('candidate-1'),
			},
			application: { id: 'application-1', status: 'Hired' },
			job: { id: 'job-1', title: 'Engineer' },
			stage: { id: 'stage-1', title: 'Hired', type: 'Hired' },
			offer,
		});
	});

	test('about something else contains what Ashby sent', () => {
		const data = { deletedCandidate: { id: '1' }, mergedCandidate: { id: '2' } };
		expect(eventItem(readDelivery({ action: 'candidateMerge', data }), true)).toEqual({
			event: 'candidateMerge',
			webhookActionId: null,
			...data,
		});
	});

	test('is the body if it isn’t simplified', () => {
		expect(eventItem(readDelivery(hire), false)).toEqual(hire);
	});
});
