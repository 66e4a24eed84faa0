using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Flags.Documents;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Segments;

/// <summary>The body with which segments are made and changed. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class SegmentBody
{
    private const int NameCharsMax = 2_000;
    private const int DescriptionCharsMax = 20_000;

    private readonly FieldReader _reader;
    private readonly string? _name, _description;
    private readonly ImmutableArray<RuleDocument>? _rules;

    /// <param name="body">The body.</param>
    /// <param name="isNew">True when there must be a name and rules.</param>
    /// <param name="namesFeature">True when a feature goes by its name, as in files, and somebody else reads it.</param>
    internal SegmentBody(JsonElement body, bool isNew, bool namesFeature = false)
    {
        _reader = new FieldReader(body, Errors);
        _name = isNew || _reader.Has("name") ? _reader.Text("name", NameCharsMax)?.Trim() : null;
        _description = _reader.TextOrNull("description", DescriptionCharsMax);
        FeatureId = namesFeature || _reader.Optional("feature") is null ? null : _reader.Id("feature");
        if (isNew || _reader.Has("rules"))
        {
            _reader.Needed("rules");
            _rules = new RuleTree(_reader).Rules;
        }
    }

    internal FieldErrors Errors { get; } = new();

    /// <summary>The one feature that a new segment is for.</summary>
    internal int? FeatureId { get; }

    internal Segment New(Change change, int projectId) => new()
    {
        Uuid = change.NewUuid(),
        ProjectId = projectId,
        FeatureId = FeatureId,
        Name = _name ?? "",
        Description = _description,
        Rules = _rules ?? [],
        CreatedAt = change.Now,
        UpdatedAt = change.Now,
    };

    /// <returns>False when nothing is different.</returns>
    internal bool Apply(Segment segment, DateTimeOffset now)
    {
        var (name, description, rules) = (_name ?? segment.Name, _reader.Has("description") ? _description : segment.Description, _rules ?? segment.Rules);
        if (segment.Name == name && segment.Description == description && RuleView.IsSame(segment.Rules, rules)) return false;
        (segment.Name, segment.Description, segment.Rules, segment.UpdatedAt) = (name, description, rules, now);
        return true;
    }
}
