using Guidon.Storage.Stores;

namespace Guidon.Storage.Postgres;

/// <summary>Looks how much can be promised: the server's settings as a writing connection has them. The server's disk is its operator's.</summary>
internal static class PostgresGuarantee
{
    private const int OldestServer = 150_000;

    /// <summary>One line why this server cannot be used at all; <see langword="null"/> when it can.</summary>
    internal static string? Refusal(PostgresSession session)
    {
        if (session.Scalar("SELECT current_setting('server_version_num')::bigint") < OldestServer)
            return $"runs PostgreSQL {Setting(session, "server_version")}; 15 is the oldest that is supported.";
        if (Setting(session, "server_encoding") != "UTF8") return $"has the encoding {Setting(session, "server_encoding")}; create it with ENCODING 'UTF8'.";
        return session.Scalar("SELECT COUNT(*) FROM (SELECT 1 WHERE pg_is_in_recovery()) standby") > 0
            ? "is a standby and cannot be written; give the address of the primary."
            : null;
    }

    /// <summary>What its settings promise for what this connection commits.</summary>
    internal static StorageGuarantee Of(PostgresSession session)
    {
        var guarantee = StorageGuarantee.Full;
        foreach (var reason in Reasons(session)) guarantee = guarantee.And(StorageGuarantee.Only(StoragePromise.ProcessEnd, reason));
        return guarantee;
    }

    private static IEnumerable<string> Reasons(PostgresSession session)
    {
        // Writing connections set it themselves; one that says off nevertheless is behind something that takes settings back.
        if (Setting(session, "synchronous_commit") == "off")
            yield return "PostgreSQL runs with synchronous_commit=off: what is acknowledged last is lost with the server.";
        if (Setting(session, "fsync") == "off") yield return "PostgreSQL runs with fsync=off: a power cut may damage the whole database.";
        if (Setting(session, "full_page_writes") == "off")
            yield return "PostgreSQL runs with full_page_writes=off: a power cut may leave pages half written.";
    }

    private static string Setting(PostgresSession session, string name) =>
        session.Command("SELECT current_setting(@name)").With("@name", name).ExecuteScalar() as string ?? "";
}
