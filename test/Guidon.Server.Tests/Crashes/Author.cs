using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Crashes;

/// <summary>Makes one change after the other, of kinds at random, through whichever server there is.</summary>
public sealed class Author(Random random, CrashWorld world, AuthorsThings things, MutationBook book, Uri receiver)
{
    private const int ThingsMax = 4;   // more of them only make every later change slower
    private const string Project = "api/v1/projects/1/";

    // What is known to be there, by kind: the tag, and how paths name it. What nobody acknowledged is left alone.
    private readonly Dictionary<string, List<(string Tag, string Name)>> _made = [];

    /// <summary>Changes until told to stop, or until the server is gone.</summary>
    public async Task RunAsync(GuidonProcess server, CancellationToken stop)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));   // whoever is refused does not storm
        while (!stop.IsCancellationRequested)
        {
            if (!await IsAnsweredAsync(server, stop)) await pause.WaitForNextTickAsync(CancellationToken.None);
            if (server.HasExited) return;
        }
    }

    private async Task<bool> IsAnsweredAsync(GuidonProcess server, CancellationToken stop)
    {
        var (mutation, then) = Next();
        book.Sent[mutation.Key] = mutation;
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(mutation.Method), mutation.Path);
            if (mutation.Body is not null) request.Content = mutation.Body is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(mutation.Body);
            using var answer = await server.Management.SendAsync(request, stop);
            var body = await answer.Content.ReadAsStringAsync(stop);
            if ((int)answer.StatusCode is >= 400 and < 500) book.Refused.Enqueue($"{mutation.Key} {mutation.Path} {answer.StatusCode} {body}");
            if (!answer.IsSuccessStatusCode) return false;
            then(body.Length > 0 ? JsonElement.Parse(body) : default);
            book.Acknowledged.Enqueue(mutation.Key);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            return false;   // nobody was told what became of it
        }
    }

    private (Mutation Mutation, Action<JsonElement> Then) Next() => random.Next(12) switch
    {
        0 => MadeOrTaken("feature", $"{Project}features/", tag => new { name = $"made-{tag}", initial_value = tag, multivariate_options = AuthorsThings.Options }, "CREATE FEATURE*1", "DELETE FEATURE*1"),
        1 => MadeOrTaken("segment", $"{Project}segments/", tag => CrashWorld.Segment($"made-{tag}"), "CREATE SEGMENT*1", "DELETE SEGMENT*1"),
        2 => MadeOrTaken("environment", $"api/v1/environments/{world.Environments[0]}/clone/", tag => new { name = $"copy-{tag}" }, "CREATE ENVIRONMENT*1", "DELETE ENVIRONMENT*1"),
        3 => Destination(),
        4 => Override(),
        5 => Invites(),
        6 when random.Next(3) == 0 => MadeOrTaken("project", "api/guidon/v1/organisations/1/import", tag => CrashWorld.Named(world.File, tag), world.Imported, "DELETE ENVIRONMENT*3, DELETE PROJECT*1"),
        7 => OwnState(),
        8 when Known("covered") is [var covered, ..] => Taking("covered", covered, "DELETE SEGMENT*1"),
        _ => Parts(),
    };

    private (Mutation Mutation, Action<JsonElement> Then) Parts()
    {
        var (tag, environment) = (book.NextTag(), world.Environments[random.Next(world.Environments.Length)]);
        return (new Mutation(tag, "PUT", things.PartsPath(environment), things.Parts(world.Segments, tag, random.Next(50)), $"UPDATE FEATURE_STATE*{world.Segments.Length + 1}"), _ => { });
    }

    // The default of a flag, and at once an override for a segment that somebody may take away later.
    private (Mutation Mutation, Action<JsonElement> Then) Override()
    {
        if (Known("segment") is not [var segment, ..]) return Parts();
        Known("segment").Remove(segment);   // gets its override once
        var (tag, path) = (book.NextTag(), things.PlainPath(world.Environments[random.Next(world.Environments.Length)]));
        var value = new { type = "string", value = tag };
        var body = new { environment_default = new { value }, segment_overrides = new[] { new { segment = new { id = int.Parse(segment.Name, CultureInfo.InvariantCulture) }, value } } };
        return (new Mutation(tag, "PATCH", path, body, "CREATE FEATURE_STATE*1, UPDATE FEATURE_STATE*1"), _ => Known("covered").Add(segment));
    }

    private (Mutation Mutation, Action<JsonElement> Then) OwnState()
    {
        var tag = book.NextTag();
        return (new Mutation(tag, "PUT", things.IdentityState, new { feature_state_value = tag }, "UPDATE FEATURE_STATE*1"), _ => { });
    }

    private (Mutation Mutation, Action<JsonElement> Then) Destination()
    {
        if (Known("environment") is not [var environment, ..]) return Parts();
        var tag = book.NextTag();
        return (new Mutation(tag, "POST", $"api/v1/environments/{environment.Name}/webhooks/", new { url = new Uri(receiver, tag) }, "CREATE DESTINATION*1"), _ => { });
    }

    private (Mutation Mutation, Action<JsonElement> Then) Invites()
    {
        var tag = book.NextTag();
        return (new Mutation(tag, "POST", "api/v1/organisations/1/invite/", new { emails = new[] { $"a-{tag}@example.org", $"b-{tag}@example.org", $"c-{tag}@example.org" } }, "CREATE INVITE*3"), _ => { });
    }

    private (Mutation Mutation, Action<JsonElement> Then) MadeOrTaken(string kind, string path, Func<string, object> body, string making, string taking)
    {
        var known = Known(kind);
        if (known.Count == ThingsMax || (known.Count > 0 && random.Next(2) == 0)) return Taking(kind, known[random.Next(known.Count)], taking);
        var tag = book.NextTag();
        return (new Mutation(tag, "POST", path, body(tag), making), made => known.Add((tag, made.GetProperty(kind switch { "environment" => "api_key", "project" => "project", _ => "id" }).ToString())));
    }

    // Asked for once, whatever becomes of it.
    private (Mutation Mutation, Action<JsonElement> Then) Taking(string kind, (string Tag, string Name) gone, string shape)
    {
        Known(kind).Remove(gone);
        return (new Mutation(gone.Tag, "DELETE", PathOf(kind, gone.Name), null, shape), _ => { });
    }

    private static string PathOf(string kind, string name) => kind switch
    {
        "environment" => $"api/v1/environments/{name}/",
        "project" => $"api/v1/projects/{name}/",
        "feature" => $"{Project}features/{name}/",
        _ => $"{Project}segments/{name}/",
    };

    private List<(string Tag, string Name)> Known(string kind)
    {
        if (!_made.TryGetValue(kind, out var known)) _made.Add(kind, known = []);
        return known;
    }
}
