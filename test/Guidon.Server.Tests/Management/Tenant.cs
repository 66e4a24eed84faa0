using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// One organisation that calls at random. Everything that it writes carries its word; whatever it reads must not carry the other's. What it made
/// and did not delete must be there in the end.
/// </summary>
public sealed partial class Tenant(string word, int organisation, int user, HttpClient http, Random random, TenantWorld world)
{
    private const string Rules = """[{"type":"ALL","conditions":[{"property":"plan","operator":"EQUAL","value":"@"}]}]""";

    private const string Flags = "../__future__/environments/{environment}/features/{feature}/";

    // Method, path, body, and what a success makes. Braces are picked from what both made; @ is the tenant's own word.
    private static readonly (string Method, string Path, string? Body, string? Makes)[] s_calls =
    [
        ("GET", "projects/", null, null), ("GET", "projects/{project}/", null, null), ("GET", "projects/{project}/environments/", null, null),
        ("PATCH", "projects/{project}/", """{"name":"@ #"}""", null), ("GET", "environments/?project={project}", null, null),
        ("GET", "environments/{environment}/", null, null), ("PATCH", "environments/{environment}/", """{"description":"@ #"}""", null),
        ("GET", "environments/{environment}/document/", null, null), ("POST", "environments/{environment}/clone/", """{"name":"@ #"}""", null),
        ("GET", "environments/{environment}/api-keys/", null, null), ("POST", "environments/{environment}/api-keys/", """{"name":"@ #"}""", null),
        ("GET", "projects/{project}/tags/", null, null), ("POST", "projects/{project}/tags/", """{"label":"@ #"}""", "tag"),
        ("PUT", "projects/{project}/tags/{tag}/", """{"label":"@ #"}""", null), ("DELETE", "projects/{project}/tags/{tag}/", null, "-tag"),
        ("GET", "projects/{project}/features/?environment={environment_id}&tags={tag}", null, null), ("GET", "projects/{project}/features/?search=e", null, null),
        ("POST", "projects/{project}/features/", """{"name":"@_#","initial_value":"@","tags":[{tag}],"owners":[{user}]}""", "feature"),
        ("POST", "projects/{project}/features/", """{"name":"@_#","initial_value":"@"}""", "feature"),
        ("GET", "projects/{project}/features/{feature}/", null, null), ("PUT", "projects/{project}/features/{feature}/", """{"description":"@ #","tags":[{tag}]}""", null),
        ("DELETE", "projects/{project}/features/{feature}/", null, "-feature"), ("POST", "projects/{project}/features/{feature}/add-owners/", """{"user_ids":[{user}]}""", null),
        ("POST", "projects/{project}/features/{feature}/mv-options/", """{"type":"unicode","string_value":"@ #","default_percentage_allocation":1}""", "option"),
        ("PATCH", "projects/{project}/features/{feature}/mv-options/{option}/", """{"string_value":"@ #"}""", null),
        ("GET", "projects/{project}/segments/?identity={identity}", null, null), ("POST", "projects/{project}/segments/", "{\"name\":\"@ #\",\"rules\":" + Rules + "}", "segment"),
        ("PUT", "projects/{project}/segments/{segment}/", "{\"name\":\"@ #\",\"rules\":" + Rules + "}", null), ("DELETE", "projects/{project}/segments/{segment}/", null, "-segment"),
        ("POST", "features/feature-segments/", """{"feature":{feature},"segment":{segment},"environment":{environment_id}}""", "link"),
        ("GET", "features/feature-segments/?environment={environment_id}&feature={feature}", null, null), ("GET", "features/feature-segments/{link}/", null, null),
        ("POST", "features/feature-segments/update-priorities/", """[{"id":{link},"priority":1},{"id":{link},"priority":2}]""", null),
        ("DELETE", "features/feature-segments/{link}/", null, "-link"), ("GET", "features/featurestates/?environment={environment_id}", null, null),
        ("PUT", "features/featurestates/{link}/", """{"feature_state_value":"@ #"}""", null), ("GET", "features/featurestates/{link}/", null, null),
        ("GET", "environments/{environment}/featurestates/?feature={feature}", null, null), ("PATCH", "environments/{environment}/featurestates/{link}/", """{"feature_state_value":"@ #"}""", null),
        ("GET", "environments/{environment}/identities/?q=e", null, null), ("POST", "environments/{environment}/identities/", """{"identifier":"@ #"}""", "identity"),
        ("GET", "environments/{environment}/identities/{identity}/featurestates/all/", null, null), ("DELETE", "environments/{environment}/identities/{identity}/", null, "-identity"),
        ("POST", "environments/{environment}/identities/{identity}/featurestates/", """{"feature":{feature},"enabled":true,"feature_state_value":"@"}""", null),
        ("POST", "environments/{environment}/identities/{identity}/traits/", """{"trait_key":"plan","trait_value":"@"}""", null), ("GET", "environments/{environment}/identities/{identity}/traits/", null, null),
        ("GET", "organisations/{organisation}/", null, null), ("GET", "organisations/{organisation}/users/", null, null), ("GET", "organisations/{organisation}/usage-data/", null, null),
        ("GET", "organisations/{organisation}/audit/?page_size=20", null, null), ("GET", "projects/{project}/audit/?page_size=20", null, null),
        ("GET", "organisations/{organisation}/groups/", null, null), ("POST", "organisations/{organisation}/groups/", """{"name":"@ #"}""", "group"),
        ("PUT", "organisations/{organisation}/groups/{group}/", """{"name":"@ #"}""", null), ("DELETE", "organisations/{organisation}/groups/{group}/", null, "-group"),
        ("POST", "organisations/{organisation}/groups/{group}/add-users/", """{"user_ids":[{user}]}""", null),
        ("POST", "projects/{project}/features/{feature}/add-group-owners/", """{"group_ids":[{group}]}""", null),
        ("GET", "projects/{project}/user-permissions/", null, null), ("POST", "projects/{project}/user-permissions/", """{"user":{user},"permissions":["VIEW_PROJECT"]}""", null),
        ("GET", "organisations/{organisation}/invites/", null, null),
        ("POST", "organisations/{organisation}/invites/", """{"email":"@#\u0040example.org","role":"USER","permission_groups":[{group}]}""", "invite"),
        ("DELETE", "organisations/{organisation}/invites/{invite}/", null, "-invite"), ("GET", "environments/{environment}/webhooks/", null, null),
        ("POST", "environments/{environment}/webhooks/", """{"url":"https://@.example/#","enabled":false}""", "webhook"),
        ("PUT", "environments/{environment}/webhooks/{webhook}/", """{"url":"https://@.example/#","enabled":false}""", null),
        ("DELETE", "environments/{environment}/webhooks/{webhook}/", null, "-webhook"), ("GET", "environments/{environment}/integrations/mixpanel/", null, null),
        ("POST", "environments/{environment}/integrations/mixpanel/", """{"api_key":"@ #"}""", null), ("GET", Flags, null, null),
        ("PATCH", Flags, """{"environment_default":{"value":{"type":"string","value":"@ #"}}}""", null), ("GET", "../guidon/v1/destinations", null, null),
        ("PATCH", Flags, """{"segment_overrides":[{"segment":{"id":{segment}},"enabled":true,"value":{"type":"string","value":"@ #"}}]}""", null),
        ("DELETE", Flags + "segment-overrides/{segment}/", null, null), ("GET", "projects/{project}/features/{feature}/feature-external-resources/", null, null),
        ("POST", "projects/{project}/features/{feature}/feature-external-resources/", """{"type":"GITLAB_ISSUE","url":"https://@.example/a/b/-/issues/#"}""", "resource"),
        ("PATCH", "projects/{project}/features/{feature}/feature-external-resources/{resource}/", """{"metadata":{"title":"@ #"}}""", null),
        ("POST", "projects/{project}/code-references/", """{"repository_url":"https://@.example/a","revision":"@","code_references":[{"feature_name":"@_#","file_path":"@","line_number":1}]}""", null),
        ("GET", "projects/{project}/features/{feature}/code-references/", null, null), ("GET", "environments/{environment_id}/feature-lifecycle-counts/", null, null),
        ("GET", "projects/{project}/feature-health/events/", null, null), ("GET", "projects/{project}/feature-health/providers/", null, null),
    ];

    private static readonly Dictionary<string, string> s_homes = new()
    {
        ["tag"] = "projects/{project}/tags/", ["feature"] = "projects/{project}/features/", ["segment"] = "projects/{project}/segments/", ["identity"] = "environments/{environment}/identities/",
        ["group"] = "organisations/{organisation}/groups/", ["invite"] = "organisations/{organisation}/invites/", ["webhook"] = "environments/{environment}/webhooks/",
    };

    private readonly Dictionary<string, string> _made = [];   // what must be there: kind and id, to its path
    private int _counter;

    /// <summary>Of the two tenants: parts of no word that the API says by itself.</summary>
    public static IReadOnlyList<string> Words { get; } = ["walrus", "ostrich"];

    public int Succeeded { get; private set; }

    public string Report => $"{word}: {Succeeded} succeeded, {_made.Count} things made";

    private string Other => word == Words[0] ? Words[1] : Words[0];

    /// <summary>A project and an environment to begin with.</summary>
    public async Task SettleAsync()
    {
        var project = Made(await SendAsync("POST", "projects/", $$"""{"name":"{{word}} first","organisation":{{organisation}}}"""));
        world.Add("project", word, project.GetProperty("id").GetRawText());
        var environment = Made(await SendAsync("POST", "environments/", $$"""{"name":"{{word}} first","project":{{project.GetProperty("id")}}}"""));
        world.Add("environment", word, environment.GetProperty("api_key").GetString() ?? "");
        world.Add("environment_id", word, environment.GetProperty("id").GetRawText());
        world.Add("organisation", word, $"{organisation}");
        world.Add("user", word, $"{user}");

        static JsonElement Made((HttpStatusCode Status, string Text) answer)
        {
            Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
            return JsonElement.Parse(answer.Text);
        }
    }

    public async Task CallAsync(int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            var (method, template, body, makes) = s_calls[random.Next(s_calls.Length)];
            if (template.EndsWith("clone/", StringComparison.Ordinal) && random.Next(60) > 0) continue;   // a few copies are enough
            var path = Fill(template);
            var (status, text) = await SendAsync(method, path, body is null ? null : Fill(body).Replace("@", word, StringComparison.Ordinal).Replace("#", $"{++_counter}", StringComparison.Ordinal));
            Assert.True(status < HttpStatusCode.InternalServerError, $"{method} {path}: {status} {text}");
            Assert.False(text.Contains(Other, StringComparison.Ordinal), $"{word} was told of {Other} by {method} {path}: {text}");
            if (status >= HttpStatusCode.BadRequest) continue;
            Succeeded++;
            if (makes is not null) Note(makes, path, text);
        }
    }

    /// <summary>What was made and not deleted by its owner is there.</summary>
    public async Task CheckAsync()
    {
        foreach (var path in _made.Values)
        {
            var (status, text) = await SendAsync("GET", path, null);
            Assert.True(status == HttpStatusCode.OK, $"{word} lost {path}: {status} {text}");
            Assert.Contains(word, text, StringComparison.Ordinal);
        }
    }

    private void Note(string makes, string path, string text)
    {
        var kind = makes.TrimStart('-');
        var isMade = makes == kind;
        var id = isMade ? JsonElement.Parse(text).GetProperty("id").GetRawText() : path.TrimEnd('/').Split('/')[^1];
        if (isMade) world.Add(kind, word, id);
        if (!s_homes.ContainsKey(kind)) return;
        if (isMade) _made[kind + id] = $"{path}{id}/";
        else Assert.True(_made.Remove(kind + id), $"{word} deleted a {kind} that it had not made: {path}");
    }

    // Mostly its own, so that calls succeed; else the other's.
    private string Fill(string template) => Name().Replace(template, match => world.Pick(match.Groups[1].Value, random.Next(5) > 0 ? word : Other, random));

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "api/v1/" + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Name();
}
