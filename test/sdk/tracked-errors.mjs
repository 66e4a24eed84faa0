// Reports one exception and one check-in with the tracker's own client, as it is.
import * as tracker from '@sentry/node';

const { dsn } = JSON.parse(await new Promise(resolve => { let text = ''; process.stdin.on('data', part => text += part).on('end', () => resolve(text)); }));
tracker.init({ dsn, release: 'guidon@1.2.3', environment: 'production', tracesSampleRate: 0, sendClientReports: false });
tracker.withScope(scope => {
  scope.setFingerprint(['webhook', '3', 'TypeError']);
  scope.setTags({ vendor: 'webhook', mapper_version: '3', destination: '7' });
  tracker.captureException(new TypeError('get_flags() takes 2 arguments'));
});
const id = tracker.captureCheckIn({ monitorSlug: 'guidon-replay-1', status: 'in_progress' }, { schedule: { type: 'interval', value: 5, unit: 'minute' }, checkinMargin: 5, maxRuntime: 5 });
tracker.captureCheckIn({ checkInId: id, monitorSlug: 'guidon-replay-1', status: 'ok', duration: 1.5 });
const flushed = await tracker.flush(20000);
console.log(JSON.stringify({ flushed }));
