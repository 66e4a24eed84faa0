using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class AggregationTests
{
    [Fact]
    [Trait("Row", "DRL-03")]
    [Trait("Row", "MON-01")]
    public void No_rule_and_no_panel_averages_a_ratio_or_a_quantile() => Expect.Obeyed(AggregationRules.Averages);

    [Theory]
    [InlineData("docs/operations/alerts.yml", "        expr: 'avg by (vendor) (errors:ratio5m) > 0.1'")]
    [InlineData("docs/operations/alerts.yml", "        expr: 'avg_over_time(errors:ratio1m[1h]) > 0.1'")]
    [InlineData("docs/operations/alerts.yml", "        expr: 'sum(rate(failures[5m])) / rate(attempts[5m]) > 0.1'")]
    [InlineData("docs/operations/dashboard.json", "\"expr\": \"lag_seconds{quantile=\\\"0.99\\\"}\"")]
    [InlineData("src/Guidon.Monitoring/Rules/NewRule.cs", "readings.Average(reading => reading.FailureShare)")]
    public void An_average_is_found(string path, string text) => Expect.Finds(AggregationRules.Averages, (path, text));

    [Fact]
    public void Sums_that_are_divided_are_accepted() =>
        Expect.Accepts(AggregationRules.Averages, ("docs/operations/alerts.yml", "expr: '(sum by (destination) (rate(a[5m])) / (sum by (destination) (rate(b[5m])))) > 0.5'"));
}
