using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Guidon.Dashboard.Frame;

/// <summary>One request of a signed-in person: where they are, what they sent, and how the answer is shown.</summary>
public sealed class Visit
{
    private const string ScriptHeader = "X-Guidon-Live";
    private const string GoHeader = "X-Guidon-Go";

    private readonly IFormCollection _form;

    internal Visit(HttpContext http, ManagementClient client, Func<CancellationToken, ManagementClient> patient, FrameAnswer frame, IFormCollection form)
    {
        (Http, Client, PatientClient, Frame, _form) = (http, client, patient, frame, form);
        var named = http.GetRouteValue("project") is not null;
        Project = named
            ? frame.Projects.FirstOrDefault(each => each.Id == RouteNumber("project"))
            : frame.Projects.FirstOrDefault(each => each.Environments.Count > 0) ?? First(frame.Projects);
        Toast = Session.Take(http) is { } notice ? new Toast(notice) : null;
    }

    internal HttpContext Http { get; }

    internal ManagementClient Client { get; }

    /// <summary>One that waits as long as it takes, for what may: with <see cref="CancellationToken.None"/> also when the visitor has left.</summary>
    internal Func<CancellationToken, ManagementClient> PatientClient { get; }

    internal FrameAnswer Frame { get; }

    /// <summary>The project of the path; otherwise the first, and null only where there is none.</summary>
    internal FrameProject? Project { get; }

    /// <summary>The environment of the path; otherwise the first of the project.</summary>
    internal FrameEnvironment? Environment => Http.GetRouteValue("environment") is string key
        ? Project?.Environments.FirstOrDefault(each => each.Key == key)
        : First(Project?.Environments ?? []);

    /// <summary>Whether what can be granted for organisations, projects and environments was granted to the person where this page is.</summary>
    /// <param name="permission">One of <see cref="Grantable"/>.</param>
    internal bool May(string permission) =>
        Frame.Permissions.Contains(permission) || Project?.Permissions.Contains(permission) == true || Environment?.Permissions.Contains(permission) == true;

    /// <summary>Whether the person may do everything in the present project, in the present environment.</summary>
    internal bool IsProjectAdmin => Project?.IsAdmin == true;

    /// <inheritdoc cref="IsProjectAdmin"/>
    internal bool IsEnvironmentAdmin => Environment?.IsAdmin == true;

    /// <summary>This server's address as people's browsers know it, without a final slash.</summary>
    internal string ServerAddress => Frame.PublicUrl ?? $"{Http.Request.Scheme}://{Http.Request.Host}";

    /// <summary>What the person is told on this page.</summary>
    internal Toast? Toast { get; set; }

    /// <summary>What must not be and is; null when all is well.</summary>
    internal string? Alarm => Frame.Findings == 0 ? null : Parts.Display.Plural(Frame.Findings, "thing about the stored data is", "things about the stored data are") + " not as it must be.";

    internal string Theme => Session.Theme(Http);

    internal bool IsPost => HttpMethods.IsPost(Http.Request.Method);

    internal CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>What a form sent; empty when it did not.</summary>
    internal string Sent(string name) => (string?)_form[name] ?? "";

    /// <summary>All values of one name.</summary>
    internal IReadOnlyList<string> SentAll(string name) => [.. _form[name].Select(each => each ?? "")];

    internal IFormFile? SentFile(string name) => _form.Files.GetFile(name);

    internal string Asked(string name) => (string?)Http.Request.Query[name] ?? "";

    internal int AskedNumber(string name, int otherwise) => int.TryParse(Asked(name), out var number) && number > 0 ? number : otherwise;

    internal int RouteNumber(string name) => int.TryParse(RouteText(name), out var number) ? number : 0;

    internal string RouteText(string name) => Http.GetRouteValue(name) as string ?? "";

    /// <summary>An address inside the present project and environment.</summary>
    internal string At(string rest) => At(Project, Environment, rest);

    internal static string At(FrameProject? project, FrameEnvironment? environment, string rest) =>
        project is null ? "/ui/projects/new" : environment is null ? $"/ui/p/{project.Id}" : $"/ui/p/{project.Id}/e/{Uri.EscapeDataString(environment.Key)}/{rest}";

    /// <summary>An address of the present project, which a project has also while it has no environment that the person sees.</summary>
    internal string InProject(string rest) => Environment is null && Project is { } project ? $"/ui/p/{project.Id}/{rest}" : At(rest);

    /// <summary>What the present page is called in another environment, where its own path would name another thing there.</summary>
    internal string? Counterpart { get; set; }

    /// <summary>The present page in another environment of the same project.</summary>
    internal string Swap(FrameEnvironment environment) => Counterpart is { } counterpart ? At(Project, environment, counterpart)
        : Http.GetRouteValue("environment") is string key
        ? Http.Request.Path.Value?.Replace($"/e/{key}/", $"/e/{environment.Key}/", StringComparison.Ordinal) + Http.Request.QueryString
        : At(Project, environment, "features");

    /// <summary>Renders a page; its view says everything that it shows.</summary>
    internal IResult Show<TPage>(object view, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Visit"] = this, ["View"] = view }) { StatusCode = status };

    /// <summary>Says what came of an action.</summary>
    /// <param name="refusal">Why it was not done; null when it was.</param>
    /// <param name="done">One sentence in the past tense.</param>
    internal void Tell(Refusal? refusal, string done) =>
        Toast = refusal is null ? new Toast(done) : new Toast($"Nothing was changed. {refusal.Text}", IsProblem: true);

    /// <summary>Goes on to another page and says there what was done.</summary>
    internal IResult GoTo(string address, string? notice = null)
    {
        if (notice is not null) Session.Leave(Http, notice);
        if (Http.Request.Headers.ContainsKey(ScriptHeader))
        {
            // A script would follow the redirect by itself, and the notice would be shown to nobody.
            Http.Response.Headers[GoHeader] = address;
            return Results.Ok();
        }

        Http.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    internal static T? First<T>(IReadOnlyList<T> list)
        where T : class => list is [var first, ..] ? first : null;

    internal IResult NotFound(string what) => Show<ProblemPage>(new ProblemView("Not found", what), StatusCodes.Status404NotFound);

    internal IResult Forbidden(string why) => Show<ProblemPage>(new ProblemView("You may not do this", why), StatusCodes.Status403Forbidden);

    internal IResult Problem(Refusal? refusal) => refusal is null or { IsMissing: true }
        ? NotFound("It does not exist, or you may not see it.")
        : Show<ProblemPage>(new ProblemView(refusal.Status == 403 ? "You may not do this" : "That did not work", refusal.Text), refusal.Status is >= 400 and < 600 ? refusal.Status : 502);
}
