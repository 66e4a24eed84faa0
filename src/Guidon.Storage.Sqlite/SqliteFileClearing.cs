using Guidon.Storage.Stores;

namespace Guidon.Storage.Sqlite;

/// <summary>
/// Takes the bytes of emptied rows out of the files: <c>secure_delete</c> writes zeros over them, the write-ahead log is moved into the
/// file and cut to nothing, and what moved rows left behind is cleared (<see cref="PageGaps"/>).
/// </summary>
internal sealed class SqliteFileClearing(GroupWriter writer, PageGaps gaps, TimeProvider time)
{
    private const int StepPages = 4_000;
    private const int CheckpointTries = 50;
    private static readonly TimeSpan s_checkpointPause = TimeSpan.FromMilliseconds(100);

    private const string Checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";

    private const string ForgetPages = "PRAGMA shrink_memory";

    // In steps, so that the intake gets its turns. Pages keep their numbers, and what is written meanwhile holds nothing of the identity.
    internal async ValueTask<bool> RunAsync(CancellationToken cancellation)
    {
        var tries = 0;
        for (long page = 1; ;)
        {
            var from = page;
            var step = await writer.RunAloneAsync(session => Clear((SqliteSession)session, from), cancellation).ConfigureAwait(false);
            if (step is null)
            {
                // Readers that began before hold the old log for as long as their statement runs.
                if (++tries == CheckpointTries) return false;
                await Task.Delay(s_checkpointPause, time, cancellation).ConfigureAwait(false);
                continue;
            }

            if (step == false) return true;
            page += StepPages;
        }
    }

    /// <returns><see langword="null"/> when a reader is in the way; false at the end.</returns>
    private bool? Clear(SqliteSession session, long from)
    {
        if (session.Scalar(Checkpoint) != 0) return null;
        var isMore = gaps.Clear(session, from, from + StepPages);
        session.Execute(ForgetPages);
        if (isMore) return true;
        SqliteGuarantee.Touch(session);   // the checkpoint of a change is an fsync of the file, whoever wrote to it
        return session.Scalar(Checkpoint) == 0 ? false : null;
    }
}
