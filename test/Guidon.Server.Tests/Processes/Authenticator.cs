using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace Guidon.Server.Tests.Processes;

/// <summary>The app on a person's phone. Shares no line with the server, which has another reading of the standard then.</summary>
public sealed class Authenticator
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _secret;
    private long _shown;

    /// <param name="secret">As it is typed, blanks included.</param>
    public Authenticator(string secret)
    {
        var bits = string.Concat(secret.Where(char.IsAsciiLetterOrDigit).Select(letter => Convert.ToString(Base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        _secret = [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }

    /// <summary>
    /// A code that was not shown yet: this half minute's, or else the next one's, which a server takes too. So two at once, and they stay right for half a minute at
    /// least, however slow the machine is.
    /// </summary>
    public string Next() => CodeOf(_shown = Math.Max(Now(), _shown + 1));

    /// <summary>The one that was shown last, once more.</summary>
    public string Again() => CodeOf(_shown);

    /// <summary>One that is wrong whatever the time.</summary>
    public string Wrong() => Enumerable.Range(0, 1_000_000).Select(number => $"{number:D6}").First(code =>
        Enumerable.Range(-5, 11).All(near => CodeOf(Now() + near) != code));

    /// <summary>Switches the second factor of the person on, by this app.</summary>
    /// <param name="server">Where.</param>
    /// <param name="token">Of the person, who signed in just now.</param>
    public static async Task<(Authenticator App, IReadOnlyList<string> BackupCodes)> SwitchOnAsync(GuidonProcess server, string token)
    {
        var begun = await server.AskAsync(HttpStatusCode.OK, token, "POST", "api/v1/auth/app/activate/");
        var app = new Authenticator(begun.GetProperty("secret").GetString() ?? "");
        var confirmed = await server.AskAsync(HttpStatusCode.OK, token, "POST", "api/v1/auth/app/activate/confirm/", new { code = app.Next() });
        return (app, [.. confirmed.GetProperty("backup_codes").EnumerateArray().Select(code => code.GetString() ?? "")]);
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    private string CodeOf(long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The standard's own hash.
        using var mac = new HMACSHA1(_secret);
#pragma warning restore CA5350
        var digest = mac.ComputeHash(counter);
        var at = digest[19] & 15;
        return $"{(((digest[at] & 127) << 24) | (digest[at + 1] << 16) | (digest[at + 2] << 8) | digest[at + 3]) % 1_000_000:D6}";
    }
}
