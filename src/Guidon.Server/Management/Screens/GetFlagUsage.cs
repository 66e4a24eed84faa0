using System.Globalization;
using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Screens;

/// <summary><c>GET /api/guidon/v1/environments/{environment}/usage?days=30&amp;feature=name</c>: what SDKs reported, by day and by feature.</summary>
internal sealed class GetFlagUsage(IControlPlaneStore store, TimeProvider time)
{
    private const int DaysDefault = 30;
    private const int DaysMax = 365;
    private const long SecondsPerDay = 86_400;

    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
        var days = int.TryParse(http.Request.Query["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 1, DaysMax) : DaysDefault;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var from = new DateTimeOffset(today.AddDays(1 - days), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        var counts = plane.FeatureCounts.Where(each => each.EnvironmentId == environment.Id && each.Hour >= from);
        if ((string?)http.Request.Query["feature"] is { Length: > 0 } name) counts = counts.Where(each => each.FeatureName == name);
        var byDay = counts.GroupBy(each => each.Hour / SecondsPerDay).Select(day => new { day.Key, Count = day.Sum(each => each.Count) }).OrderBy(day => day.Key).ToList();
        var byFeature = counts.GroupBy(each => each.FeatureName).Select(one => new { one.Key, Count = one.Sum(each => each.Count) })
            .OrderByDescending(one => one.Count).ThenBy(one => one.Key).Take(UsageAnswer.FeaturesMax).ToList();
        return Reply.Of(
            StatusCodes.Status200OK,
            new UsageAnswer(
                today,
                [.. byDay.Select(day => new EvaluationDay(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(day.Key * SecondsPerDay).UtcDateTime), day.Count, new Dictionary<string, string>()))],
                [.. byFeature.Select(one => new FeatureUse(one.Key, one.Count))]),
            ContractsJson.Default.UsageAnswer);
    });
}
