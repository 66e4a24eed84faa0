using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Tags;

/// <summary>The body with which tags are made and changed. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class TagBody
{
    private const int LabelCharsMax = 100;
    private const int ColorCharsMax = 10;
    private const int DescriptionCharsMax = 512;
    private const string DefaultColor = "#6837FC";

    private readonly FieldReader _reader;

    /// <param name="body">The body.</param>
    /// <param name="isNew">True when there must be a label.</param>
    internal TagBody(JsonElement body, bool isNew)
    {
        _reader = new FieldReader(body, Errors);
        Label = isNew || _reader.Has("label") ? _reader.Text("label", LabelCharsMax)?.Trim() : null;
        Color = _reader.TextOrNull("color", ColorCharsMax) is { Length: > 0 } color ? color : isNew ? DefaultColor : null;
        Description = _reader.TextOrNull("description", DescriptionCharsMax);
        IsPermanent = _reader.FlagOrNull("is_permanent");
    }

    internal FieldErrors Errors { get; } = new();

    private string? Label { get; }

    private string? Color { get; }

    private string? Description { get; }

    private bool? IsPermanent { get; }

    internal Tag New(Guid uuid, int projectId) => new()
    {
        Uuid = uuid,
        ProjectId = projectId,
        Label = Label ?? "",
        Color = Color ?? DefaultColor,
        Description = Description,
        IsPermanent = IsPermanent ?? false,
        Type = Tag.Plain,
    };

    internal void Apply(Tag tag)
    {
        (tag.Label, tag.Color, tag.IsPermanent) = (Label ?? tag.Label, Color ?? tag.Color, IsPermanent ?? tag.IsPermanent);
        if (_reader.Has("description")) tag.Description = Description;
    }
}
