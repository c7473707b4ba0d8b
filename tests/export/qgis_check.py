"""Open a file in QGIS, print as JSON what it made of it, and render a picture; run by the Python that has ``qgis``.

/usr/bin/python3 qgis_check.py FILE PICTURE
"""

from __future__ import annotations

import json
import sys
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayerDefinition,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime


def open_layer(file: str) -> Any:
    project = QgsProject.instance()
    if file.endswith(".qlr"):
        done = QgsLayerDefinition.loadLayerDefinition(file, project, project.layerTreeRoot())
        assert done[0], done[1]
        return next(iter(project.mapLayers().values()))
    layer = QgsVectorLayer(file, "events", "ogr")
    project.addMapLayer(layer)
    return layer


def describe(layer: Any) -> dict[str, Any]:
    temporal, renderer = layer.temporalProperties(), layer.renderer()
    told = {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "types": {field.name(): field.typeName() for field in layer.fields()},
        "renderer": renderer.type(),
        "labels": layer.labelsEnabled(),
        "temporal": temporal.isActive(),
        "fields": [temporal.startField(), temporal.endField()],
        "rights": layer.metadata().rights(),
        "attribution": layer.attribution(),
        "crs": layer.crs().authid(),
    }
    if renderer.type() == "categorizedSymbol":
        told["colours"] = {c.label(): c.symbol().color().name() for c in renderer.categories()}
        told["tips"] = [tip(layer, feature) for feature in layer.getFeatures()]
        told["shown"] = [shown(layer, day, hour) for day, hour in ((24, 0), (25, 0), (25, 18), (26, 0))]
    return told


def tip(layer: Any, feature: Any) -> str:
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return str(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))


def shown(layer: Any, day: int, hour: int) -> list[str]:
    """Give the ids of the events that the temporal controller shows within six hours of a day of December 2023."""
    start = QDateTime(QDate(2023, 12, day), QTime(hour, 0), Qt.UTC)
    end = start.addSecs(6 * 3600)
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    layer.temporalProperties().setIsActive(True)
    moments = QgsDateTimeRange(start, end, True, False)
    text = layer.temporalProperties().createFilterString(context, moments)
    variables = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    # as the map sets them when it is drawn for a time
    variables.lastScope().setVariable("map_start_time", start)
    variables.lastScope().setVariable("map_end_time", end)
    request = QgsFeatureRequest().setFilterExpression(text).setExpressionContext(variables)
    return sorted(str(feature["event_id"]) for feature in layer.getFeatures(request))


def render(layer: Any, picture: str) -> None:
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(900, 600))
    extent = layer.extent()
    extent.scale(1.2)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    layer = open_layer(sys.argv[1])
    told = describe(layer)
    layer.temporalProperties().setIsActive(False)
    render(layer, sys.argv[2])
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    del layer
    QgsProject.instance().clear()
    application.exitQgis()


main()
