using System.Globalization;
using System.Text;

namespace Guidon.Simulation.Tests;

/// <summary>A receiver that lies, stalls and forgets as the seed says, and tells the oracle the truth.</summary>
internal sealed class Receiver(World world) : ISite
{
    public Misdeed Mood { get; set; }

    public bool IsDown { get; set; }

    /// <summary>Accounts whose settings have a wrong key at the moment.</summary>
    internal HashSet<string> WrongKeys { get; } = [];

    public void Arrive(Connection connection, string head, ReadOnlyMemory<byte> body) =>
        Arrive(connection, connection.Account, [.. Encoding.Latin1.GetString(body.Span).Split('\n').Select(SentRecord.Parse)]);

    private void Arrive(Connection connection, string account, IReadOnlyList<SentRecord> records)
    {
        var misdeed = WrongKeys.Contains(account) ? Misdeed.Unauthorized : world.Faults.Network(Mood);
        world.Trace.Add($"{account} got {string.Join(' ', records.Select(record => record.Sequence))} from node{connection.Node.Number}: {misdeed}");
        switch (misdeed)
        {
            case Misdeed.ServerError: connection.Answer(500, "oops"); break;
            case Misdeed.TooMany: connection.Answer(429, "slow down", world.Random.Next(1, 100)); break;
            case Misdeed.Busy: connection.Answer(503, "busy", world.Random.Next(1, 40)); break;
            case Misdeed.Unauthorized: connection.Answer(401, "who?"); break;
            case Misdeed.Redirect: connection.Answer(302, ""); break;
            case Misdeed.TooLarge when records.Count > 1: TooLarge(connection, account, records); break;
            case Misdeed.Garbage: connection.Send("SSH-2.0-teapot\r\n\r\n"); break;
            case Misdeed.Hang: break;
            case Misdeed.Cut: connection.Cut(); break;
            case Misdeed.CutAfterTaking: Take(connection, account, records); connection.Cut(); break;
            case Misdeed.HangAfterTaking: Take(connection, account, records); break;
            case Misdeed.Drip: Take(connection, account, records); connection.Drip(); break;
            default: Judge(connection, account, records, misdeed); break;
        }
    }

    private void TooLarge(Connection connection, string account, IReadOnlyList<SentRecord> records)
    {
        var events = records.Select(record => record.Sequence).Distinct().ToList();
        if (events.Count == 1) world.Oracle.Refused(account, events);   // cannot be halved, so it is parked
        connection.Answer(413, "too large");
    }

    private void Judge(Connection connection, string account, IReadOnlyList<SentRecord> records, Misdeed misdeed)
    {
        var isWhim = misdeed is Misdeed.RefuseSome or Misdeed.LeaveSome;
        var bad = Enumerable.Range(0, records.Count)
            .Where(at => IsPoison(records[at]) || (isWhim && world.Random.Next(3) == 0)).ToHashSet();
        world.Oracle.Refused(account, bad.Select(at => records[at].Sequence));
        Take(connection, account, [.. records.Where((_, at) => !bad.Contains(at))]);
        var word = misdeed == Misdeed.LeaveSome ? "later" : "refused";
        var places = string.Join(',', bad.Order().Select(at => at.ToString(CultureInfo.InvariantCulture)));
        if (bad.Count == records.Count && word == "refused") connection.Answer(400, "none of it");
        else connection.Answer(200, bad.Count == 0 ? "" : $"{word}:{places}");
    }

    private bool IsPoison(SentRecord record) => !world.Faults.AreHealed && world.Plan.IsPoison(record.Sequence);

    private void Take(Connection connection, string account, IReadOnlyList<SentRecord> records) => world.Oracle.Took(account, records, isLate: connection.IsCut);
}
