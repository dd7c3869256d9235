package dev.berth.core.store;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells the records of every sealed interface apart by their simple names, so that none of them has to say so itself.
 * It looks for no annotations: what is stored has none.
 */
final class SealedRecords extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    private static final JsonTypeInfo.Value IS = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.As.PROPERTY, "is", null, false, true, true);

    @Override
    public TypeResolverBuilder<?> findTypeResolver(MapperConfig<?> config, AnnotatedClass annotated, JavaType type) {
        return annotated.getRawType().isSealed()
                ? new StdTypeResolverBuilder(IS)
                : super.findTypeResolver(config, annotated, type);
    }

    @Override
    public List<NamedType> findSubtypes(Annotated annotated) {
        return annotated.getRawType().isSealed()
                ? Stream.of(annotated.getRawType().getPermittedSubclasses())
                        .map(NamedType::new)
                        .toList()
                : super.findSubtypes(annotated);
    }
}
