using System.ComponentModel.DataAnnotations;
using Guidon.Delivery;

namespace Guidon.Server.Management;

/// <summary>Who gets in, and for how long. Read from <c>GUIDON_Access__…</c>.</summary>
internal sealed record AccessOptions
{
    /// <summary>Hours until a token or a session ends. Default 720, thirty days.</summary>
    [Range(1, 8_760)] public int TokenHours { get; init; } = 720;

    /// <summary>
    /// Networks of the proxies in front, in CIDR form, for example <c>10.1.0.0/16</c> or <c>127.0.0.1/32</c>: their <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed, nobody else's. Default none.
    /// </summary>
    [Networks] public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>Attempts to sign in, to sign up or to reset a password that one address (IPv6: one /64) has in a minute. Default 20.</summary>
    [Range(1, 1_000_000)] public int LoginsPerMinute { get; init; } = 20;

    /// <summary>Codes of a second factor that one person may try in a minute, right ones included. Default 5.</summary>
    [Range(1, 1_000_000)] public int CodesPerMinute { get; init; } = 5;

    /// <summary>Wrong passwords for one e-mail address, from one network address, before both have to wait together; and wrong codes of one person, from wherever. Default 10.</summary>
    [Range(1, 1_000)] public int FailuresMax { get; init; } = 10;

    /// <summary>
    /// Wrong passwords for one e-mail address, from wherever, until each network (a /24, IPv6: a /48) has one and not <see cref="FailuresMax"/>. Default
    /// 100. Nobody is kept out by it: a right password at the first attempt counts from everywhere.
    /// </summary>
    [Range(1, 100_000)] public int EmailFailuresMax { get; init; } = 100;

    /// <summary>How long they wait, and how long wrong passwords are remembered. Default 15 minutes.</summary>
    [Range(1, 1_440)] public int LockMinutes { get; init; } = 15;

    /// <summary>
    /// Where people reach this server, for example <c>https://flags.example.org</c>; for links in mails, for the way back from a provider, and for what
    /// applications are told about signing in.
    /// Default none: what each request says, and no links by mail.
    /// </summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>Applications that registered themselves and are kept (OAuth 2). Default 500; when there are so many, those that nobody lets in any more give way.</summary>
    [Range(1, 100_000)] public int ApplicationsMax { get; init; } = 500;

    /// <summary>Whether people may sign up without an invite. Default false.</summary>
    public bool OpenSignUp { get; init; }

    /// <summary>Whether only superusers create organisations. Default false: everybody who signed in does.</summary>
    public bool RestrictOrganisations { get; init; }

    /// <summary>Whether links that let anybody join may be made and used. Default true.</summary>
    public bool InviteLinks { get; init; } = true;

    /// <summary>
    /// Invites that one caller makes or sends again in a minute. Default 10. Several in one request are all made, and the next has to wait the longer.
    /// </summary>
    [Range(1, 1_000_000)] public int InvitesPerMinute { get; init; } = 10;

    /// <summary>Questions for the usage of an organisation that one caller has in a minute. Default 5. The dashboard's own pages ask elsewhere.</summary>
    [Range(1, 1_000_000)] public int UsageQueriesPerMinute { get; init; } = 5;
}
