using System.Text;
using System.Text.Json.Nodes;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Tests;

/// <summary>Documents that are not what their rows say are found, and no others.</summary>
public abstract class DocumentExaminationCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private readonly TestStore _store = open();

    public Task InitializeAsync() => FirstStart.RunAsync(_store.ControlPlane, Some.FirstStart, new UuidSource(new Random(1)), Some.Time, default);

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public async Task A_row_that_changed_without_its_document_is_found_until_the_document_is_written_anew()
    {
        Assert.Empty(await FoundAsync());
        var changes = new (Action<ControlPlane> Change, string Place)[]
        {
            (plane => plane.FeatureStates.First(each => each.SegmentId == null && each.Identifier == null).Value = "\"another\"", "feature_states[0].feature_state_value"),
            (plane => plane.FeatureStates.First(each => each.SegmentId != null).Enabled ^= true, "project.segments[0].feature_states[0].enabled"),
            (plane => plane.MultivariateWeights.OrderBy(each => each.Id).First().PercentageAllocation = 31, ".percentage_allocation"),
            (plane => plane.Environments.Single().AllowClientTraits = false, ": allow_client_traits."),
            (plane => plane.Environments.Single().UpdatedAt = Some.Time.AddDays(1), ": updated_at."),
            (plane => plane.Organisations.Single().Name = "Other", ": project.organisation.name."),
            (plane => plane.Features.OrderBy(each => each.Id).First().Description = "Other", ": details of its features."),
            (plane => plane.Remove(plane.FeatureStates.Single(each => each.Identifier != null)), "identity_overrides has 1 instead of 0"),
        };
        foreach (var (change, place) in changes)
        {
            await WriteAsync(change);
            Assert.Contains(place, Assert.Single(await FoundAsync()), StringComparison.Ordinal);
            await WriteAsync(plane => EnvironmentPublisher.Publish(plane, plane.Environments.Single().Id, Some.Time.AddHours(1)));
            Assert.Empty(await FoundAsync());
        }
    }

    [Fact]
    public async Task A_document_that_is_missing_damaged_or_left_over_is_found()
    {
        await WriteAsync(plane => plane.PublishedDocuments.Single().Document = Encoding.UTF8.GetBytes("{}"));
        Assert.Contains("it cannot be read", Assert.Single(await FoundAsync()), StringComparison.Ordinal);
        await WriteAsync(plane => plane.Environments.Single().DeletedAt = Some.Time);
        Assert.Contains("is gone", Assert.Single(await FoundAsync()), StringComparison.Ordinal);
        await WriteAsync(plane => plane.PublishedDocuments.ExecuteDelete());
        Assert.Empty(await FoundAsync());
        await WriteAsync(plane => plane.Environments.IgnoreQueryFilters().Single().DeletedAt = null);
        Assert.Contains("has no published document", Assert.Single(await FoundAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_environments_each_is_compared_with_its_own_document()
    {
        await WriteAsync(plane =>
        {
            var uuids = new UuidSource(new Random(2));
            var first = plane.Environments.Single();
            var others = Enumerable.Range(2, 19).Select(n => new ProjectEnvironment { Uuid = uuids.Next(), ProjectId = first.ProjectId, Name = $"Stage {n}", ApiKey = $"key-{n}", CreatedAt = Some.Time, UpdatedAt = Some.Time }).ToList();
            plane.AddRange(others);
            plane.SaveChanges();
            EnvironmentPublisher.Publish(plane, others.Select(each => each.Id), Some.Time.AddHours(1));
        });
        Assert.Empty(await FoundAsync());

        await WriteAsync(plane => plane.Environments.Single(each => each.Name == "Stage 12").HideSensitiveData = true);

        var id = await _store.ControlPlane.ReadAsync(plane => plane.Environments.Single(each => each.Name == "Stage 12").Id, default);
        Assert.Equal($"The published document of environment {id} is not what its rows say: hide_sensitive_data. The next change of the environment writes it anew.", Assert.Single(await FoundAsync()));
    }

    [Fact]
    public async Task A_project_that_somebody_took_away_by_hand_is_a_finding_too()
    {
        await WriteAsync(plane => plane.Projects.Single().DeletedAt = Some.Time);

        Assert.Contains("make no documents", Assert.Single(await FoundAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_build_writes_beside_or_leaves_to_the_default_is_no_difference()
    {
        await WriteAsync(plane =>
        {
            var published = plane.PublishedDocuments.Single();
            var document = JsonNode.Parse(published.Document)!.AsObject();
            document["of_the_next_build"] = new JsonObject { ["answer"] = 42 };
            Assert.True(document.Remove("use_identity_overrides_in_local_eval"));
            published.Document = Encoding.UTF8.GetBytes(document.ToJsonString());
        });

        Assert.Empty(await FoundAsync());
    }

    private Task<int> WriteAsync(Action<ControlPlane> change) => _store.ControlPlane.WriteAsync(
        plane =>
        {
            change(plane);
            return 0;
        },
        default);

    private async Task<string[]> FoundAsync()
    {
        var findings = (await _store.ExamineAsync(isWhole: true, default)).Where(finding => finding.Code != "not_durable").ToList();
        Assert.All(findings, finding => Assert.Equal("document_differs", finding.Code));
        return [.. findings.Select(finding => finding.Text)];
    }
}
