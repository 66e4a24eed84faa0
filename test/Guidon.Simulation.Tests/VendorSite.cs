using System.Globalization;
using System.Text;
using Guidon.Receivers;
using Guidon.Receivers.Amplitude;

namespace Guidon.Simulation.Tests;

/// <summary>A strict receiver behind the simulated network, with all that a network and a vendor's bad day add to it.</summary>
internal sealed class VendorSite(World world, string integration) : ISite
{
    public Misdeed Mood { get; set; }

    public bool IsDown { get; set; }

    internal StrictReceiver Vendor { get; } = Vendors.Open(integration, new VirtualTime(world.Agenda));

    /// <summary>Profiles as requests left them that came after the node had hung up.</summary>
    internal Dictionary<(string Project, string User), string> Overtaken { get; } = [];

    public void Arrive(Connection connection, string head, ReadOnlyMemory<byte> body)
    {
        var misdeed = world.Faults.Network(Mood);
        world.Trace.Add($"{integration} got {body.Length} bytes from node{connection.Node.Number}: {misdeed}");
        switch (misdeed)
        {
            case Misdeed.ServerError: connection.Answer(500, "oops"); break;
            case Misdeed.TooMany: connection.Answer(429, "slow down", world.Random.Next(1, 100)); break;
            case Misdeed.Busy: connection.Answer(503, "busy", world.Random.Next(1, 40)); break;
            case Misdeed.Unauthorized: connection.Answer(401, "who?"); break;
            case Misdeed.Redirect: connection.Answer(302, ""); break;
            case Misdeed.TooLarge: connection.Answer(413, "too large"); break;
            case Misdeed.Garbage: connection.Send("SSH-2.0-teapot\r\n\r\n"); break;
            case Misdeed.Hang: break;
            case Misdeed.Cut: connection.Cut(); break;
            case Misdeed.CutAfterTaking: Receive(connection, head, body); connection.Cut(); break;
            case Misdeed.HangAfterTaking: Receive(connection, head, body); break;
            case Misdeed.Drip: Receive(connection, head, body); connection.Drip(); break;
            default: Judge(connection, head, body, misdeed); break;
        }
    }

    private void Judge(Connection connection, string head, ReadOnlyMemory<byte> body, Misdeed misdeed)
    {
        var whose = string.Create(CultureInfo.InvariantCulture, $"id{world.Random.Next(world.Plan.Identities)}");
        if (misdeed == Misdeed.RefuseSome) Vendor.Invalid.Add(whose);
        if (misdeed == Misdeed.LeaveSome && Vendor is StrictAmplitude amplitude) amplitude.Throttled.Add(whose);
        var reply = Receive(connection, head, body);
        Vendor.Invalid.Clear();
        (Vendor as StrictAmplitude)?.Throttled.Clear();
        connection.Answer(reply.Status, reply.Body);
    }

    // A request of an attempt that the node has given up: it comes behind whatever was sent since, and a profile may be older for it.
    private ReceiverReply Receive(Connection connection, string head, ReadOnlyMemory<byte> body)
    {
        var lines = head.Split("\r\n");
        var target = lines[0].Split(' ');
        var path = target[1].Split('?', 2);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1])).ToList();
        var before = connection.IsCut ? Profiles() : [];
        var reply = Vendor.Receive(new ReceiverRequest(target[0], path[0], path.Length > 1 ? "?" + path[1] : "", headers, body.ToArray(), Vendor.Clock));
        if (!connection.IsCut) return reply;
        foreach (var (whose, profile) in Profiles().Where(each => before.GetValueOrDefault(each.Key) != each.Value)) Overtaken[whose] = profile;
        return reply;
    }

    private Dictionary<(string Project, string User), string> Profiles() => Vendor.Projects
        .SelectMany(project => Enumerable.Range(0, world.Plan.Identities).Select(number => (Project: project, User: string.Create(CultureInfo.InvariantCulture, $"id{number}"))))
        .Select(whose => (whose, Profile: Vendor.Profile(whose.Project, whose.User)?.GetRawText()))
        .Where(each => each.Profile is not null).ToDictionary(each => each.whose, each => each.Profile!);
}
