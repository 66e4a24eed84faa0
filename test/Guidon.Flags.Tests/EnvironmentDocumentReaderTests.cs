using System.Text;
using System.Text.Json.Nodes;
using Guidon.Flags.Documents;

namespace Guidon.Flags.Tests;

public sealed class EnvironmentDocumentReaderTests
{
    [Fact]
    public void Every_field_of_the_sample_is_read()
    {
        var document = Documents.Read(Documents.Shop);

        Assert.Equal((9, "K9mQyV3nTt7cZbEwRj5LpA", "Production"), (document.Id, document.ApiKey, document.Name));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 125, TimeSpan.Zero), document.UpdatedAt);
        Assert.Equal((4, "Shop", false, true), (document.Project.Id, document.Project.Name, document.Project.HideDisabledFlags, document.Project.EnableRealtimeUpdates));
        Assert.Equal(81, Assert.Single(document.Project.ServerKeyOnlyFeatureIds));
        Assert.Equal(new OrganisationDocument { Id = 2, Name = "Acme" }, document.Project.Organisation);
        Assert.Equal((0, 5120L), (document.Project.Segments[0].FeatureStates[0].FeatureSegmentPriority, document.Project.Segments[0].FeatureStates[0].DjangoId));
        Assert.Equal((61, 30.0, 31, "\"A\"", "variant_a"), document.FeatureStates[1].MultivariateValues.Select(v => (v.Id, v.PercentageAllocation, v.OptionId, v.OptionValueJson, v.OptionKey)).Single());
        Assert.Equal(("alice", 12L, 6001L), (document.IdentityOverrides[0].Identifier, document.IdentityOverrides[0].DjangoId, document.IdentityOverrides[0].Features[0].DjangoId));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1.0")]
    [InlineData("\"1\"")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.10e400")]
    [InlineData("\"a\\u00e9\\n\"")]
    public void A_value_keeps_its_spelling(string json)
    {
        var text = Encoding.UTF8.GetString(Documents.Shop).Replace("\"feature_state_value\": \"classic\"", "\"feature_state_value\": " + json, StringComparison.Ordinal);

        Assert.Equal(json, Documents.Read(Encoding.UTF8.GetBytes(text)).FeatureStates[0].ValueJson);
    }

    [Fact]
    public void All_errors_come_at_once_with_their_paths()
    {
        var document = JsonNode.Parse(Documents.Shop)!;
        document["id"] = 0;
        document["updated_at"] = "2026-01-01T00:00:00";
        document["project"]!["organisation"] = null;
        document["project"]!["segments"]![0]!["rules"]![0]!["type"] = 7;
        document["feature_states"]![1]!["feature"]!["id"] = 77;
        document["feature_states"]![1]!["multivariate_feature_state_values"]![0]!["percentage_allocation"] = 101;
        document["identity_overrides"]![0]!.AsObject().Remove("identifier");

        var errors = EnvironmentDocumentReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString())).Errors;

        Assert.Equal(
            [
                "id", "updated_at", "project.organisation", "project.organisation.id", "project.organisation.name", "project.segments[0].rules[0].type",
                "feature_states[1].multivariate_feature_state_values[0].percentage_allocation", "identity_overrides[0].identifier", "feature_states[1].feature.id",
            ],
            errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("{", "is not valid JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("null", "must be an object")]
    [InlineData("{} {}", "is not valid JSON")]
    public void What_is_no_document_is_refused(string text, string message) =>
        Assert.StartsWith(message, EnvironmentDocumentReader.Read(Encoding.UTF8.GetBytes(text)).Errors.First().ToString(), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var spoiled = Documents.Shop.ToArray();
        spoiled[Array.IndexOf(spoiled, (byte)'P')] = 0xff;

        Assert.Equal("is not valid UTF-8", Assert.Single(EnvironmentDocumentReader.Read(spoiled).Errors).Message);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_wherever_it_stands()
    {
        foreach (var field in (string[])["\"name\": \"Production\"", "\"feature_state_value\": \"classic\"", "\"value\": \"pro\""])
        {
            var name = field[..field.IndexOf(':', StringComparison.Ordinal)];
            var text = Encoding.UTF8.GetString(Documents.Shop).Replace(field, name + ": \"\\ud800\"", StringComparison.Ordinal);
            Assert.Contains("surrogate", Assert.Single(EnvironmentDocumentReader.Read(Encoding.UTF8.GetBytes(text)).Errors).Message, StringComparison.Ordinal);
        }
    }
}
