using System.Text;

namespace Guidon.Server.Tests.Corpus;

/// <summary>Five thousand requests out of one seed: every row of the checklist that one request can ask, in random combinations.</summary>
public sealed class CorpusRequests(int seed)
{
    private static readonly string[] s_features =
        ["dark_mode", "new_dashboard", "old_search", "banner_text", "page_size", "theme", "checkout_button", "fraud_rules", "DARK_MODE", "nobody", "", "a b/中%41"];

    private static readonly string[] s_identifiers =
        ["guidon-demo", "alice", "bob", "grace", "用户-9", "a@b.c+d", "x y", "%2F", "a/b", "'; DROP TABLE identity;--", "İstanbul", "😀", "0", "-1", "null", "  padded  ", "ser.x"];

    private static readonly string[] s_scalars =
        ["1", "0", "-7", "30", "2147483648", "9223372036854775807", "1.0", "2.5", "1e3", "1e400", "true", "false", "\"\"", "\"pro\"", "\"free\"", "\"30\"", "\"1.10.0\"", "\"中\"", "\"a\\u0041\\n\"", "null"];

    private static readonly string[] s_oddValues = ["[]", "{}", "[1,2]", "{\"a\":1}", "\"\\ud800\"", "tru", "01", "NaN", "1.", "\"open"];

    private static readonly string[] s_traits = ["plan", "age", "beta", "country", "Plan", "app_version", "email", "", "k v", "中", "$.identity", new('k', 200), new('k', 201)];

    private static readonly string[] s_unknownPaths = ["", "api/v1/", "api/v1/nothing/", "api/v2/flags/", "robots.txt", "api/v1/flags/../flags/", "api//v1/flags/", "api/v1/flags//", "API/V1/FLAGS/"];

    private readonly Random _random = new(seed);

    /// <summary>The same sequence for the same seed.</summary>
    public IEnumerable<CorpusRequest> Take(int count)
    {
        for (var i = 0; i < count; i++) yield return Next();
    }

    private CorpusRequest Next() => _random.Next(100) switch
    {
        < 12 => Get("api/v1/flags/" + Maybe(2, $"?feature={Escaped(Pick(s_features))}") + Maybe(20, "?other=1")),
        < 24 => Get($"api/v1/identities/?identifier={Escaped(Identifier())}{Maybe(3, $"&transient={Pick("true", "false", "1", "0", "", "maybe")}")}{Maybe(4, $"&feature={Escaped(Pick(s_features))}")}"),
        < 52 => Post("api/v1/identities/", IdentityBody()),
        < 58 => Post("api/v1/traits/", $"{{\"identity\":{Sometimes(10, Scalar(), $"{{\"identifier\":{Text(Identifier())}}}")},\"trait_key\":{Text(Pick(s_traits))},\"trait_value\":{Value()}}}"),
        < 62 => Ask("PUT", "api/v1/traits/bulk/", List(3, () => $"{{\"identity\":{{\"identifier\":{Text(Identifier())}}},\"trait_key\":{Text(Pick(s_traits))},\"trait_value\":{Value()}}}")),
        < 65 => Post("api/v1/traits/increment-value/", $"{{\"trait_key\":{Text(Pick(s_traits))},\"increment_by\":{Sometimes(6, Value(), _random.Next(-5, 6).ToString())},\"identifier\":{Text(Identifier())}}}"),
        < 68 => Post("api/v1/bulk-identities/", $"{{\"data\":{List(3, IdentityBody)}}}"),
        < 71 => Get("api/v1/environment-document/"),
        < 76 => Post("api/v1/analytics/flags/", Sometimes(8, Value(), $"{{{string.Join(',', Many(3, () => $"{Text(Pick(s_features))}:{Value()}"))}}}")),
        < 79 => Post("api/v2/analytics/flags/", $"{{\"evaluations\":{List(2, () => $"{{\"feature_name\":{Text(Pick(s_features))},\"identity_identifier\":{Sometimes(5, Value(), Text(Identifier()))},\"enabled_when_evaluated\":{Sometimes(8, Value(), "true")},\"count\":{Sometimes(8, Value(), "3")}}}")}}}"),
        < 82 => Post("v1/events", $"{{\"events\":{List(3, () => $"{{\"event\":{Sometimes(5, Value(), "\"$flag_exposure\"")},\"feature_name\":{Text(Pick(s_features))},\"identifier\":{Text(Identifier())},\"timestamp\":{Sometimes(6, Value(), "1767225600123")}}}")}}}"),
        < 83 => Post("api/v1/analytics/telemetry/", $"{{\"organisations\":{Value()},\"projects\":2,\"environments\":3,\"features\":4,\"segments\":5,\"users\":6,\"debug_enabled\":false,\"env\":\"prod\"}}"),
        < 88 => Post($"ofrep/v1/evaluate/flags/{Escaped(Pick(s_features[..10]))}", OfrepBody()),
        < 92 => Post("ofrep/v1/evaluate/flags", OfrepBody()),
        < 94 => Get($"api/v1/flags/{_random.Next(0, 12)}/multivariate-options/"),
        < 96 => Get(Pick("api/v1/flags/alice", "api/v1/identities/alice/", "api/v1/flags/a%40b.c", "api/v1/identities/bob")),
        < 98 => Ask(Pick("DELETE", "PUT", "PATCH", "OPTIONS", "HEAD", "TRACE"), Pick("api/v1/flags/", "api/v1/identities/", "api/v1/traits/", "v1/events", "ofrep/v1/evaluate/flags"), null),
        < 99 => Get(Pick(s_unknownPaths)),
        _ => Post(Pick("api/v1/identities/", "api/v1/traits/", "v1/events", "ofrep/v1/evaluate/flags"), Pick(s_oddValues)),
    };

    // Somebody without a name and without traits is drawn by lot, so there nearly always is one.
    private string IdentityBody()
    {
        var anonymous = _random.Next(12) == 0;
        var identifier = anonymous ? Sometimes(2, "null", "\"\"") : Sometimes(20, Value(), Text(Identifier()));
        var traits = anonymous ? $"[{Trait()},{{\"trait_key\":\"n\",\"trait_value\":{_random.Next(100)}}}]" : Sometimes(15, Value(), List(4, Trait));
        var isWritten = !anonymous && identifier is "null" or "\"\"" or "\"   \"" ? "\"named\"" : identifier;
        return $"{{\"identifier\":{isWritten},\"traits\":{traits}{Maybe(4, $",\"transient\":{Sometimes(3, "null", Value())}")}}}";
    }

    private string Trait() => $"{{\"trait_key\":{Text(Pick(s_traits))},\"trait_value\":{Value()}{Maybe(4, $",\"transient\":{Sometimes(2, "true", Value())}")}}}";

    private string OfrepBody() => Sometimes(
        10, Pick("{}", "[]", "{\"context\":[]}", "{\"context\":null}", "{\"context\":{}}"),
        $"{{\"context\":{{\"targetingKey\":{Text(Identifier())},\"plan\":{Value()},\"traits\":{Sometimes(4, $"{{\"age\":{Value()}}}", "null")}}}}}");

    private string Identifier() => _random.Next(3) == 0 ? $"user-{_random.Next(200)}" : Pick(s_identifiers);

    private string Scalar() => Pick(s_scalars);

    private string Value() => _random.Next(25) == 0 ? Pick(s_oddValues) : Scalar();

    private CorpusRequest Get(string path) => Ask("GET", path, null);

    private CorpusRequest Post(string path, string body) => Ask("POST", path, body);

    private CorpusRequest Ask(string method, string path, string? body)
    {
        if (_random.Next(10) == 0) path = path.Replace("/?", "?").TrimEnd('/');
        return new CorpusRequest(method, path, Key(), body, [.. Headers()]);
    }

    private string? Key() => _random.Next(40) switch
    {
        0 => null,
        1 => "nobody",
        2 => CorpusEnvironment.Plain.InactiveKey,
        3 => CorpusEnvironment.Plain.ExpiredKey,
        < 10 => CorpusEnvironment.Strict.ClientKey,
        < 14 => CorpusEnvironment.Strict.ServerKey,
        < 24 => CorpusEnvironment.Plain.ServerKey,
        _ => CorpusEnvironment.Plain.ClientKey,
    };

    private IEnumerable<(string, string)> Headers()
    {
        if (_random.Next(8) == 0) yield return ("Accept", Pick("*/*", "application/json", "text/html"));
        if (_random.Next(8) == 0) yield return ("If-Modified-Since", Pick("Mon, 05 Jan 2026 09:12:45 GMT", "Mon, 05 Jan 2026 09:12:45 +0000", "Thu, 01 Jan 2026 00:00:00 GMT", "never"));
        if (_random.Next(8) == 0) yield return ("If-None-Match", Pick("*", "\"x\"", "W/\"x\""));
        if (_random.Next(8) == 0) yield return ("Origin", "https://app.example");
    }

    private string List(int max, Func<string> item) => $"[{string.Join(',', Many(max, item))}]";

    private List<string> Many(int max, Func<string> item) => [.. Enumerable.Range(0, _random.Next(max + 1)).Select(_ => item())];

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];

    private string Maybe(int oneIn, string text) => _random.Next(oneIn) == 0 ? text : "";

    private string Sometimes(int oneIn, string rare, string usual) => _random.Next(oneIn) == 0 ? rare : usual;

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private static string Text(string text) => $"\"{new StringBuilder(text).Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
