import type { ApplicationWithHistory, HistoryRow } from '../../../../nodes/Ashby/client/types.ts';
import { currentRow, rowBefore } from '../../../../nodes/Ashby/stageEntry/history.ts';

const row = (stageNumber: number, leftStageAt?: string) =>
	({ id: `entry-${stageNumber}`, stageNumber, leftStageAt }) as HistoryRow;

test('the current row has no end, and the previous row is the nearest one that still exists', () => {
	const left = '2026-03-02T09:00:00.000Z';
	const applicationHistory = [row(2), row(0, left), row(1, left)];
	const subject = { applicationHistory } as ApplicationWithHistory;
	const current = currentRow(subject) as HistoryRow;
	expect(current.id).toBe('entry-2');
	expect(rowBefore(subject, current)?.id).toBe('entry-1');
	applicationHistory.pop();
	expect(rowBefore(subject, current)?.id).toBe('entry-0');
});
