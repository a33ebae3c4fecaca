import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { ApiFailure, toNodeError, type FailureKind } from '../../../../nodes/shared/api/failure.ts';

const node = { id: '1', name: 'Ashby', type: 'ashby', typeVersion: 1 } as INode;

const failure = (kind: FailureKind, more: object = {}) =>
	new ApiFailure({ kind, message: 'What happened', advice: 'What to do', ...more });

test('an API failure becomes a NodeApiError with message, advice, request id and item', () => {
	const error = toNodeError(node, failure('refused', { requestId: '01JS', httpCode: 200 }), 3);
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error).toMatchObject({
		message: 'What happened',
		description: 'What to do (request id: 01JS)',
		httpCode: '200',
		context: { itemIndex: 3 },
	});
});

const soon = { retryAfterMs: 7000 };
test.each<[FailureKind, object | undefined, object?]>([
	['credential', { cause: 'credential-invalid' }],
	['permission', { cause: 'configuration-invalid' }],
	['rateLimited', { cause: 'rate-limited' }],
	['rateLimited', { cause: 'rate-limited', ...soon }, soon],
	['unavailable', { cause: 'temporarily-unavailable' }],
	['refused', undefined],
	['unexpectedAnswer', undefined],
])('a failure of the kind %s declares %j to n8n’s pollers', (kind, declared, more = {}) => {
	expect(toNodeError(node, failure(kind, more))).toHaveProperty('failure', declared);
});

test('n8n’s own errors are passed on with the item', () => {
	const own = new NodeOperationError(node, 'Own');
	expect(toNodeError(node, own, 2)).toBe(own);
	expect(own.context.itemIndex).toBe(2);
	expect(toNodeError(node, own, 5).context.itemIndex).toBe(2);
});

test.each([[new Error('Odd')], ['Odd']])('anything else (%p) is wrapped', (odd) => {
	const error = toNodeError(node, odd, 1);
	expect(error).toBeInstanceOf(NodeOperationError);
	expect(error).toMatchObject({ message: 'Odd', context: { itemIndex: 1 } });
});
