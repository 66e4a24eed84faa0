using System.Globalization;
using Guidon.Storage.Stores;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>
/// Hears what other nodes commit (LISTEN), on a connection and a thread of its own. What could be missed while there was no connection is
/// looked at when there is one again, and documents are compared every few seconds besides.
/// </summary>
/// <param name="address">Where.</param>
/// <param name="identities">Forgets what other nodes wrote.</param>
/// <param name="isOwn">Whether a notification comes from a connection of this node.</param>
/// <param name="logger">Tells of lost and regained connections.</param>
internal sealed partial class PostgresListener(PostgresAddress address, IdentityStore identities, Func<int, bool> isOwn, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private const string SelectPublished = "SELECT environment_id, published_at FROM environment_document";

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<int, long> _published = [];   // the thread's own
    private IStoreFollower? _follower;                        // set before the thread starts
    private int _failures;                                    // the thread's own

    internal void Start(IStoreFollower follower)
    {
        _follower = follower;
        new Thread(Run) { IsBackground = true, Name = "Guidon listener" }.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_follower is not null) await _ended.Task.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Run()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Listen();
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception error)   // the loop's top: what is missed meanwhile is looked at afterwards
            {
                if (_failures++ == 0) Log.Deaf(logger, error);
                _stopping.Token.WaitHandle.WaitOne(s_again);
            }
        }

        _ended.SetResult();
    }

    private void Listen()
    {
        using var connection = new NpgsqlConnection(address.ForListening());
        connection.Open();
        connection.Notification += (_, news) => Hear(news);
        using (var listen = new NpgsqlCommand("LISTEN guidon; SET application_name = 'guidon listener'", connection)) listen.ExecuteNonQuery();
        if (_failures > 0) Log.Hears(logger, _failures);
        _failures = 0;
        LookAtAll();   // while it was deaf a key may have been revoked, which publishes nothing: every environment counts as changed
        while (true)
        {
            LookAtDocuments(connection);
            // Until one comes or the time is over. The look after it also finds out whether the connection still lives.
            WaitForNews(connection);
        }
    }

    private void WaitForNews(NpgsqlConnection connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(s_look);
        try
        {
            while (true) connection.WaitAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            // Nothing came for a while, or much did: time for a look.
        }
    }

    private void LookAtAll()
    {
        identities.ForgetAll();
        foreach (var environment in _published.Keys) _follower?.EnvironmentChanged(environment);
        _follower?.DestinationsChanged();
        _follower?.ReplaysChanged();
        _follower?.EventsCame();
    }

    private void LookAtDocuments(NpgsqlConnection connection)
    {
        using var select = new NpgsqlCommand(SelectPublished, connection);
        using var rows = select.ExecuteReader();
        var gone = _published.Keys.ToHashSet();
        while (rows.Read())
        {
            var (environment, at) = (rows.GetInt32(0), rows.GetInt64(1));
            gone.Remove(environment);
            if (_published.TryGetValue(environment, out var known) && known == at) continue;
            _published[environment] = at;
            _follower?.EnvironmentChanged(environment);
        }

        foreach (var environment in gone)
        {
            _published.Remove(environment);
            _follower?.EnvironmentChanged(environment);
        }
    }

    private void Hear(NpgsqlNotificationEventArgs news)
    {
        if (isOwn(news.PID)) return;
        var (subject, rest) = Split(news.Payload);
        switch (subject)
        {
            case "environment": _follower?.EnvironmentChanged(int.Parse(rest, CultureInfo.InvariantCulture)); break;
            case "destinations": _follower?.DestinationsChanged(); break;
            case "replays": _follower?.ReplaysChanged(); break;
            case "events": _follower?.EventsCame(); break;
            case "identities": identities.ForgetAll(); break;
            case "identity" when Split(rest) is var (environment, identifier):
                identities.Forget(int.Parse(environment, CultureInfo.InvariantCulture), identifier);
                break;
        }
    }

    private static (string Subject, string Text) Split(string text) =>
        text.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");

    private static partial class Log
    {
        [LoggerMessage(1711, LogLevel.Warning, "Changes of other nodes are not heard now: no connection to listen on; trying again every second")]
        internal static partial void Deaf(ILogger logger, Exception error);

        [LoggerMessage(1712, LogLevel.Information, "Changes of other nodes are heard again after {Failures} failed tries")]
        internal static partial void Hears(ILogger logger, int failures);
    }
}
