using Guidon.Contracts;
using Guidon.Flags;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Organisations;

/// <summary>
/// <c>GET /api/v1/organisations/{organisation}/usage-data/</c> with <c>project_id</c>, <c>environment_id</c> and <c>period</c>: requests of SDKs per day, in what
/// the caller may see. <c>…/total-count/</c> adds the current period up. Without bills a period is 30 days. Requests are counted without labels of who asked
/// (agents, applications): what is asked under a label is an empty list, and <c>labels</c> is empty.
/// </summary>
internal sealed class GetUsage(IControlPlaneStore store, Throttle<(int? User, int? Key)> throttle, TimeProvider time)
{
    private const int PeriodDays = 30;
    private const int LongPeriodDays = 90;
    private const long SecondsPerDay = 86_400;

    // Labels are not kept, so nothing was asked under one.
    private static readonly string[] s_labels = ["client_application_name", "client_application_version", "sdk_user_agent", "user_agent"];

    internal Task InvokeAsync(HttpContext http, Caller caller) => AnswerAsync(http, caller, plane =>
        Reply.Of(StatusCodes.Status200OK, Days(plane, http, caller, http.Request.Query["period"]), ContractsJson.Default.IReadOnlyListUsageDay));

    internal Task TotalAsync(HttpContext http, Caller caller) => AnswerAsync(http, caller, plane => Reply.Of(
        StatusCodes.Status200OK,
        new UsageTotal(Days(plane, http, caller, null).Sum(day => day.Flags + day.Identities + day.Traits + day.EnvironmentDocument)),
        ContractsJson.Default.UsageTotal));

    private async Task AnswerAsync(HttpContext http, Caller caller, Func<ControlPlane, Reply> read)
    {
        if (!await throttle.RefusesAsync(http, caller.Who)) await store.AnswerAsync(http, read);
    }

    private IReadOnlyList<UsageDay> Days(ControlPlane plane, HttpContext http, Caller caller, string? period)
    {
        if (Array.Exists(s_labels, label => !string.IsNullOrEmpty(http.Request.Query[label]))) return [];
        var tomorrow = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        var (from, to) = period switch
        {
            "previous_billing_period" => (tomorrow.AddDays(-2 * PeriodDays), tomorrow.AddDays(-PeriodDays)),
            "90_day_period" => (tomorrow.AddDays(-LongPeriodDays), tomorrow),
            _ => (tomorrow.AddDays(-PeriodDays), tomorrow),
        };
        var environments = Environments(plane, http, caller);
        var (first, end) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        // Added up where they are: a row of each kind and hour of each environment is kept for good.
        var counts = plane.RequestCounts.Where(each => environments.Contains(each.EnvironmentId) && each.Hour >= first && each.Hour < end)
            .GroupBy(each => new { Day = each.Hour / SecondsPerDay, each.Kind }).Select(each => new { each.Key.Day, each.Key.Kind, Count = each.Sum(one => one.Count) }).ToList();
        return [.. counts.ToLookup(each => each.Day, each => (each.Kind, each.Count)).OrderBy(day => day.Key).Select(Show)];
    }

    private static List<int> Environments(ControlPlane plane, HttpContext http, Caller caller)
    {
        var (project, environment) = (http.QueryId("project_id"), http.QueryId("environment_id"));
        var all = plane.Environments.AsNoTracking().Where(each =>
            (project == null || each.ProjectId == project) && (environment == null || each.Id == environment)
            && plane.Projects.Any(owner => owner.Id == each.ProjectId && owner.OrganisationId == caller.OrganisationId)).AsEnumerable();
        return [.. all.Where(each => caller.May(Permission.View, new Place(caller.OrganisationId, each.ProjectId, each.Id))).Select(each => each.Id)];
    }

    private static UsageDay Show(IGrouping<long, (RequestKind Kind, long Count)> day)
    {
        return new UsageDay
        {
            Day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(day.Key * SecondsPerDay).UtcDateTime),
            Flags = Sum(RequestKind.Flags),
            Identities = Sum(RequestKind.Identities),
            Traits = Sum(RequestKind.Traits),
            EnvironmentDocument = Sum(RequestKind.EnvironmentDocument),
            Labels = new Dictionary<string, string>(),
        };

        long Sum(RequestKind kind) => day.Where(each => each.Kind == kind).Sum(each => each.Count);
    }
}
